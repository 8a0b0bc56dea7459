-- Observations are only inserted. What counts is decided when reading, by batch.
create table migration (
    number     integer primary key,
    applied_at timestamp not null
);

create table batch (
    batch              integer primary key,
    file_name          varchar not null,
    sha256             varchar not null,   -- of the original file, kept under uploads/
    released_on        date not null,      -- orders vintages; the last day of the month or year where only that is known
    released_precision varchar not null check (released_precision in ('day', 'month', 'year')),
    imported_at        timestamp not null, -- UTC, as every timestamp here
    imported_by        varchar not null,
    reason             varchar not null,
    withdrawn_at       timestamp,
    withdrawn_by       varchar,
    withdrawn_reason   varchar
);

-- No primary key: its index would cost more than the figures on large files. Ingest hands over each key once a batch,
-- and `python -m indicators check` looks for doubles.
create table observation (
    batch       integer not null,
    area        varchar not null,
    indicator   varchar not null,
    "group"     varchar not null,
    period      varchar not null,
    value       double,                    -- null where status says why
    decimals    smallint not null,         -- as published: 8.0 is not 8
    status      varchar not null,
    unit        varchar not null,
    source      varchar not null,
    note        varchar not null,
    "row"       integer not null,          -- the cell of the original file the figure came from
    "column"    varchar not null
);

create table audit (
    number        integer primary key,
    happened_at   timestamp not null,
    actor         varchar not null,
    action        varchar not null,
    subject       varchar not null,
    details       varchar not null,        -- JSON
    previous_hash varchar not null,
    hash          varchar not null         -- sha256 of the entry and the hash before it
);
