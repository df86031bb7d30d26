-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- people by the day of their first act
with firsts as (
    select period, bucket, coalesce(sum(newcomers), 0) as newcomers
    from every_newcomer_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    newcomers as value,
    count_low(newcomers) as low,
    count_high(newcomers) as high,
    newcomers as n,
from firsts
order by period desc, bucket nulls first
