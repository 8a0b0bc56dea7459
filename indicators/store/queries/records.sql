-- What coordinators keep up, the newest first; `age` 1 is what counts.
--   $kind         null: all
--   $released_by, $shown_at, $drafts  as in series.sql
--   $history      true: every version, withdrawn ones too
with visible as (
    select batch, imported_at, imported_by, withdrawn_at
    from standing
    where ($drafts::boolean or not is_pending)
      and (
          $history::boolean
          or (
              ($released_by::date is null or released_on <= $released_by::date)
              and (is_pending or counts_from <= coalesce($shown_at::timestamp, counts_from))
              and (withdrawn_at is null or withdrawn_at > $shown_at::timestamp)
          )
      )
),
ranked as (
    select record.*, imported_at, imported_by, withdrawn_at, row_number() over (partition by kind, id order by batch desc) as age
    from record
    join visible using (batch)
    where $kind::varchar is null or kind = $kind
)
select kind, id, content, area, batch, imported_at, imported_by, withdrawn_at
from ranked
where age = 1 or $history::boolean
order by kind, id, batch desc
