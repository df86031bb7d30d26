-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Employees of today who shared something, of all employees of today.
-- Privacy: see shared/staff_cells
with shared as (
    select d.period, d.bucket, count(distinct d.actor) as sharers
    from staff_shares as d
    inner join staff_inside as s on d.actor = s.number
    group by grouping sets ((d.period), (d.period, d.bucket))
),
spans as (
    select period, bucket
    from calendar
    group by grouping sets ((period), (period, bucket))
),
told as (
    select
        c.period,
        c.bucket,
        case when s.is_shown then s.employees end as n,
        case when s.is_shown then coalesce(h.sharers, 0) end as sharers,
        not s.is_shown as hidden,
    from spans as c
    cross join staff_chosen as s
    left join shared as h on c.period = h.period and c.bucket is not distinct from h.bucket
    where s.employees > 0 and exists (select 1 from whole_interaction_days as i where i.kind = 'share')
)
select
    period,
    bucket,
    rate(sharers, n) as value,
    wilson_low(sharers, n) as low,
    wilson_high(sharers, n) as high,
    n,
    sharers as numerator,
    hidden,
from told
order by period desc, bucket nulls first
