-- Every figure ever stored for one cell, or for whatever is left open, the newest release first.
--   $indicator, $group, $period  null: all
--   $drafts  true: also what still waits for its release
select
    observation.*, file_name, sha256, released_on, released_precision, imported_at, imported_by, counts_from,
    withdrawn_at, is_pending
from observation
join standing using (batch)
where area = $area
  and ($indicator::varchar is null or indicator = $indicator)
  and ($group::varchar is null or "group" = $group)
  and ($period::varchar is null or period = $period)
  and ($drafts::boolean or not is_pending)
order by released_on desc, batch desc
