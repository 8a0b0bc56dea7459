insert into observation
select
    $batch, area, indicator, "group", period, value, decimals, status, unit, source, note, "row", "column"
from incoming
