-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- People with at least one act of advocacy, of all who did something; whoever refers did something too.
with counted as (
    select period, bucket, count(distinct advocate) as advocates, count(distinct actor) as people
    from doers
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(advocates, people) as value,
    wilson_low(advocates, people) as low,
    wilson_high(advocates, people) as high,
    people as n,
    advocates as numerator,
from counted
order by period desc, bucket nulls first
