-- Every observation ever stored, as it came in.
select batch, area, indicator, "group", period, value, decimals, status, unit, source, note, sheet, "row", "column"
from observation
order by batch, area, indicator, "group", period
