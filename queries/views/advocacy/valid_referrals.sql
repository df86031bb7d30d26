-- grain: one row per period, and one per period and bucket of the invitation (bucket empty: the whole period)
-- from the first invitation on, a bucket without a valid one counts zero
with cells as (
    select period, bucket
    from calendar
    where day >= (select min(day) from all_referral_days)
    group by grouping sets ((period), (period, bucket))
),
invitations as (
    select period, bucket, sum(valid) as valid
    from referral_days
    group by grouping sets ((period), (period, bucket))
),
counted as (
    select c.period, c.bucket, coalesce(i.valid, 0) as valid
    from cells as c
    left join invitations as i on c.period = i.period and c.bucket is not distinct from i.bucket
)
select
    period,
    bucket,
    valid as value,
    count_low(valid) as low,
    count_high(valid) as high,
    valid as n,
from counted
order by period desc, bucket nulls first
