insert into observation (batch, area, indicator, "group", period, value, decimals, status, unit, source, note, "row", "column", sheet)
select
    $batch, area, indicator, "group", period, nullif(value, cast('NaN' as double precision)), decimals, status, unit, source, note, "row", "column", sheet
from incoming
