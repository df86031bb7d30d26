-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- hours until the cases opened were first solved; the median is over those solved, so the share still open stands beside it; in business hours where $clock is 'business'
with timed as (
    select period, bucket, case when $clock = 'business' then first_resolution_business / 60 else first_resolution_minutes / 60 end as hours
    from cases
    where not is_staff
),
efforts as (
    select
        period,
        bucket,
        list_sort(list(hours) filter (where hours is not null)) as sorted,
        count(*) as opened,
    from timed
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
