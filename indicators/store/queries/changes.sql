-- What one batch brought, each figure beside the one that counted just before the batch did (a draft: beside what counts now).
with mine as (
    select observation.*, released_on, counts_from, is_pending
    from observation
    join standing using (batch)
    where batch = $batch
),
earlier as (
    select
        mine.area, mine.indicator, mine."group", mine.period,
        other.value, other.decimals, other.status, other.batch, b.released_on,
        row_number() over (
            partition by mine.area, mine.indicator, mine."group", mine.period
            order by b.released_on desc, b.batch desc
        ) as age
    from mine
    join observation other
        on other.area = mine.area and other.indicator = mine.indicator
        and other."group" = mine."group" and other.period = mine.period and other.batch <> mine.batch
    join standing b on b.batch = other.batch
    where not b.is_pending
      and (
          mine.is_pending or b.counts_from < mine.counts_from
          or (b.counts_from = mine.counts_from and b.batch < mine.batch)
      )
      and (b.withdrawn_at is null or b.withdrawn_at > mine.counts_from)
)
select
    mine.area, mine.indicator, mine."group", mine.period, mine.unit, mine.value, mine.decimals, mine.status,
    earlier.value as value_before, earlier.decimals as decimals_before, earlier.status as status_before,
    earlier.batch as batch_before, coalesce(earlier.released_on > mine.released_on, false) as is_older
from mine
left join earlier
    on earlier.area = mine.area and earlier.indicator = mine.indicator
    and earlier."group" = mine."group" and earlier.period = mine.period and earlier.age = 1
order by mine.area, mine.indicator, mine."group", mine.period
