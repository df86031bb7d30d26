-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- by the day on which the 30 days after a first act ended: who did something again 7 to 30 days after it, of all
with followed as (
    select period, bucket, sum(returned) as returned, sum(followed) as followed
    from newcomer_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(returned, followed) as value,
    wilson_low(returned, followed) as low,
    wilson_high(returned, followed) as high,
    followed as n,
    returned as numerator,
from followed
where followed > 0
order by period desc, bucket nulls first
