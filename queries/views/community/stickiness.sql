-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Mean over days of the people of the day / the people of the 28 days that end with it; the first 27 days of the data are left out.
-- numerator and n are the means of both, which give nearly the same.
with turns as (
    select
        period,
        bucket,
        day,
        grouping(bucket) as is_whole,
        sum(change) filter (where window_days = 1) as daily,
        sum(change) filter (where window_days = 28) as monthly,
    from until_active_changes
    group by grouping sets ((period, day), (period, bucket, day))
),
stocks as (
    select
        period,
        bucket,
        day,
        is_whole,
        sum(daily) over (partition by period, is_whole order by day) as daily,
        sum(monthly) over (partition by period, is_whole order by day) as monthly,
        min(case when bucket is not null then day end) over (partition by period) as start_day,
        min(case when monthly is not null then day end) over (partition by period) as first_day,
    from turns
),
days as (
    select period, bucket, daily, monthly, rate(daily, monthly) as share
    from stocks
    where day >= start_day and day >= first_day + 27
),
means as (
    select period, bucket, sum(share) as shares, count(share) as days, sum(daily) as daily, sum(monthly) as monthly
    from days
    group by period, bucket
)
select
    period,
    bucket,
    shares / nullif(days, 0) as value,
    cast(null as double) as low,
    cast(null as double) as high,
    monthly / nullif(days, 0) as n,
    daily / nullif(days, 0) as numerator,
from means
order by period desc, bucket nulls first
