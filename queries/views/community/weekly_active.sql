-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Mean, over the whole weeks of the data that end in it, of the people who did something in the week; a bucket in which no week ends has none.
with turns as (
    select
        period,
        bucket,
        day,
        grouping(bucket) as is_whole,
        sum(change) filter (where window_days = 1) as daily,
        sum(change) filter (where window_days = 7) as weekly,
    from until_active_changes
    group by grouping sets ((period, day), (period, bucket, day))
),
stocks as (
    select
        period,
        bucket,
        day,
        sum(weekly) over (partition by period, is_whole order by day) as active,
        min(case when bucket is not null then day end) over (partition by period) as start_day,
        min(case when daily is not null then day end) over (partition by period) as first_day,
    from turns
),
ends as (
    select *, max(case when active > 0 then day end) over (partition by period) as week_end
    from stocks
),
means as (
    select period, bucket, sum(active) as active, count(active) as weeks
    from ends
    where day >= start_day + 6 and day >= first_day + 6 and floor((week_end - day) / 7) = (week_end - day) / 7
    group by period, bucket
)
select
    period,
    bucket,
    cast(active as double) / weeks as value,
    cast(null as double) as low,
    cast(null as double) as high,
    cast(active as double) / weeks as n,
    weeks,
from means
order by period desc, bucket nulls first
