-- The observation that counts for each area, indicator, group and period.
--   $released_by  only figures released by that day (null: all)
--   $shown_at     only what this store showed at that instant (null: now); withdrawn batches count until then
--   $drafts       true: also what still waits for its release
--   $without      as if this batch were withdrawn (null: none)
with visible as (
    select batch, released_on, released_precision
    from standing
    where ($released_by::date is null or released_on <= $released_by::date)
      and (
          ($drafts::boolean and is_pending and imported_at <= coalesce($shown_at::timestamp, imported_at))
          or counts_from <= coalesce($shown_at::timestamp, counts_from)
      )
      and (withdrawn_at is null or withdrawn_at > $shown_at::timestamp)
      and ($without::integer is null or batch <> $without::integer)
),
ranked as (
    select
        observation.*, released_on, released_precision,
        row_number() over (
            partition by area, indicator, "group", period
            order by released_on desc, batch desc
        ) as age
    from observation
    join visible using (batch)
    where ($area::varchar is null or area = $area)
      and ($indicator::varchar is null or indicator = $indicator)
      and ($group::varchar is null or "group" = $group)
)
select
    area, indicator, "group", period, value, decimals, status, unit, source, note,
    released_on, released_precision, batch, sheet, "row", "column"
from ranked
where age = 1
order by area, indicator, "group", period
