-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Promoters by the day on which 90 days after their answer are over; of several answers in the period the latest counts.
with judged as (
    select
        c.period,
        c.bucket,
        a.person,
        a.answered_at,
        case when a.score < 9 then 0 when a.days is null then 1 else 2 end as told,
    from all_nps_followed as a
    inner join calendar as c on a.day = c.day - 91
),
latest as (
    select period, bucket, person, arg_max(told, answered_at) as told
    from judged
    group by grouping sets ((period, person), (period, bucket, person))
),
counted as (
    select period, bucket, count(*) filter (where told = 2) as referrers, count(*) as promoters
    from latest
    where told > 0
    group by period, bucket
)
select
    period,
    bucket,
    rate(referrers, promoters) as value,
    wilson_low(referrers, promoters) as low,
    wilson_high(referrers, promoters) as high,
    promoters as n,
    referrers as numerator,
from counted
order by period desc, bucket nulls first
