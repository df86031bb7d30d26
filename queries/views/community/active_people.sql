-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- People who did something, each once a row. From the first of them on, a bucket in which nobody did anything counts zero.
with members as (
    select period, bucket, count(distinct actor) as active
    from every_actor_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    active as value,
    count_low(active) as low,
    count_high(active) as high,
    active as n,
from members
order by period desc, bucket nulls first
