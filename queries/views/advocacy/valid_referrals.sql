-- grain: one row per period, and one per period and bucket of the invitation (bucket empty: the whole period)
-- from the first invitation on, a bucket without a valid one counts zero
with invitations as (
    select period, bucket, coalesce(sum(valid), 0) as valid
    from every_referral_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    valid as value,
    count_low(valid) as low,
    count_high(valid) as high,
    valid as n,
from invitations
order by period desc, bucket nulls first
