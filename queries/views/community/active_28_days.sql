-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- People who did something in the 28 days that end with the bucket's or the period's last day; the first 27 days of the data are left out.
with turns as (
    select period, bucket, day, grouping(bucket) as is_whole, sum(change) filter (where window_days = 28) as change
    from until_active_changes
    group by grouping sets ((period, day), (period, bucket, day))
),
stocks as (
    select
        period,
        bucket,
        day,
        sum(change) over (partition by period, is_whole order by day) as active,
        max(day) over (partition by period, bucket) as last_day,
        min(case when bucket is not null then day end) over (partition by period) as start_day,
        min(case when change is not null then day end) over (partition by period) as first_day,
    from turns
)
select
    period,
    bucket,
    active as value,
    count_low(active) as low,
    count_high(active) as high,
    active as n,
from stocks
where day = last_day and day >= start_day and day >= first_day + 27
order by period desc, bucket nulls first
