-- Every figure ever stored for one cell, the newest release first.
--   $drafts  true: also what still waits for its release
select
    observation.*, file_name, sha256, released_on, released_precision, imported_at, imported_by, withdrawn_at, is_pending
from observation
join standing using (batch)
where area = $area and indicator = $indicator and "group" = $group and period = $period
  and ($drafts::boolean or not is_pending)
order by released_on desc, batch desc
