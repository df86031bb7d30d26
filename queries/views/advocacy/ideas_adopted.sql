-- grain: one row per period, and one per period and bucket of the decision (bucket empty: the whole period)
-- a decided idea was adopted (or already done) or declined; ideas still open lie outside
with decided as (
    select c.period, c.bucket, count(*) as ideas, count(*) filter (where a.status in ('adopted', 'done')) as adopted
    from all_actions as a
    inner join calendar as c on cast(timezone($zone, a.decided_at) as date) = c.day
    group by grouping sets ((c.period), (c.period, c.bucket))
)
select
    period,
    bucket,
    rate(adopted, ideas) as value,
    wilson_low(adopted, ideas) as low,
    wilson_high(adopted, ideas) as high,
    ideas as n,
    adopted as numerator,
from decided
order by period desc, bucket nulls first
