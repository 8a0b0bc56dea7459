-- People, drafts, records and taught mappings. Figures stay as they are: only inserted.
alter table batch add column is_draft boolean default false;
alter table batch add column approved_at timestamp;
alter table batch add column approved_by varchar;
alter table batch add column areas varchar default '[]';            -- JSON: every area the batch says something about
alter table batch add column confirmations varchar default '{}';    -- JSON: warning -> why it was accepted
alter table batch add column mapping varchar default '';            -- the taught mapping the file was read with

update batch set areas = coalesce(
    (select '["' || string_agg(distinct area, '", "' order by area) || '"]' from observation where observation.batch = batch.batch),
    '[]'
);

-- What readers may see: a draft counts from its release on, everything else from its import on.
create view standing as
select
    batch, file_name, sha256, released_on, released_precision, imported_at, imported_by, withdrawn_at, withdrawn_by,
    is_draft and approved_at is null as is_pending,
    case when is_draft then approved_at else imported_at end as counts_from
from batch;

-- What coordinators keep up themselves: goals, states, measures, comments. The newest batch that counts wins.
create table record (
    batch   integer not null,
    kind    varchar not null,
    id      varchar not null,
    area    varchar not null,              -- empty: of no single area
    content varchar not null,              -- JSON
    primary key (batch, kind, id)
);

create table mapping (
    name     varchar not null,
    version  integer not null,
    content  varchar not null,
    saved_at timestamp not null,
    saved_by varchar not null,
    primary key (name, version)
);

-- An account is what the audit log says of it; only its password lies nowhere else.
create table account (
    login       varchar primary key,       -- the name as it is compared: see people.login_of
    name        varchar not null,
    role        varchar not null check (role in ('coordinator', 'administrator')),
    areas       varchar,                   -- JSON; null: all
    provider    varchar not null check (provider in ('local', 'oidc')),
    is_disabled boolean not null,
    added_at    timestamp not null
);

create table password (
    login varchar primary key,
    hash  varchar not null                 -- argon2id with its own salt and parameters
);

-- Failed sign-ins of the last minutes. The name is kept as a hash: people type their password into the wrong field.
create table failed_sign_in (
    login_hash varchar not null,
    failed_at  timestamp not null
);

create table session (
    token_hash varchar primary key,
    login      varchar not null,
    opened_at  timestamp not null,
    expires_at timestamp not null
);
