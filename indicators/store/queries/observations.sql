-- Every observation ever stored, as it came in; of a draft only once it is released.
select batch, area, indicator, "group", period, value, decimals, status, unit, source, note, sheet, "row", "column"
from observation
join standing using (batch)
where not is_pending
order by batch, area, indicator, "group", period
