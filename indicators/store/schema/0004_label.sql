-- Thousands of rows of a file differ only in period and value: all else is stored once a batch, as the label of figures.
create table label (
    label     integer not null,
    batch     integer not null,
    area      varchar not null,
    indicator varchar not null,
    "group"   varchar not null,
    status    varchar not null,
    unit      varchar not null,
    source    varchar not null,
    note      varchar not null,
    "column"  varchar not null,            -- of the value cell in the original file
    sheet     varchar not null             -- of a workbook; empty for text files
);

create table figure (
    label    integer not null,
    period   varchar not null,
    value    double,                       -- null where the status says why
    decimals smallint not null,            -- as published: 8.0 is not 8
    "row"    integer not null              -- line of the original file
);

insert into label
select row_number() over (order by batch, area, indicator, "group", status, unit, source, note, "column", sheet), *
from (
    select distinct batch, area, indicator, "group", status, unit, source, note, "column", coalesce(sheet, '') as sheet
    from observation
);

insert into figure
select label, period, value, decimals, "row"
from observation o
join label l
    on l.batch = o.batch and l.area = o.area and l.indicator = o.indicator and l."group" = o."group" and l.status = o.status
    and l.unit = o.unit and l.source = o.source and l.note = o.note and l."column" = o."column"
    and l.sheet = coalesce(o.sheet, '');

drop table observation;

create view observation as
select batch, area, indicator, "group", period, value, decimals, status, unit, source, note, "row", "column", sheet
from figure
join label using (label);
