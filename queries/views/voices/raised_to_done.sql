-- grain: one row per period, and one per period and bucket of being done (bucket empty: the whole period)
with finished as (
    select c.period, c.bucket, (epoch(a.done_at) - epoch(a.raised_at)) / 3600 as hours
    from all_actions as a
    inner join calendar as c on cast(timezone($zone, a.done_at) as date) = c.day
),
spread as (
    select period, bucket, median(hours) as value, list_sort(list(hours)) as sorted
    from finished
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    value,
    median_low(sorted) as low,
    median_high(sorted) as high,
    len(sorted) as n,
from spread
order by period desc, bucket nulls first
