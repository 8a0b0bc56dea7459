insert into observation
select
    $batch, area, indicator, "group", period, nullif(value, cast('NaN' as double precision)), decimals, status, unit, source, note, "row", "column"
from incoming
