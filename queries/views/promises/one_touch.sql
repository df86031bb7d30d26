-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- cases by the day they were solved first; those whose replies are not counted lie outside
with cases_solved as (
    select period, bucket, sum(one_touch) as one_touch, sum(counted) as counted
    from solved_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(one_touch, counted) as value,
    wilson_low(one_touch, counted) as low,
    wilson_high(one_touch, counted) as high,
    counted as n,
    one_touch as numerator,
from cases_solved
order by period desc, bucket nulls first
