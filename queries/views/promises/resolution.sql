-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- hours until the cases opened were last solved; the median is over those solved, so the share still open stands beside it
with efforts as (
    select
        period,
        bucket,
        list_sort(list(resolution_minutes / 60) filter (where resolution_minutes is not null)) as sorted,
        count(*) as opened,
    from cases
    where not is_staff
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    list_median(sorted) as value,
    median_low(sorted) as low,
    median_high(sorted) as high,
    coalesce(len(sorted), 0) as n,
    list_aggregate(sorted, 'quantile_cont', 0.9) as p90,
    opened,
    1 - rate(coalesce(len(sorted), 0), opened) as unresolved,
from efforts
order by period desc, bucket nulls first
