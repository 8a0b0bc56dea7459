-- Every figure ever stored for one cell, the newest release first.
select
    observation.*, file_name, sha256, released_on, released_precision, imported_at, imported_by, withdrawn_at
from observation
join batch using (batch)
where area = $area and indicator = $indicator and "group" = $group and period = $period
order by released_on desc, batch desc
