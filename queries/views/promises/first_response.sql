-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- minutes to the first reply of the cases opened; the median is over those answered, so the unanswered share stands beside it; in business hours where $clock is 'business'
with timed as (
    select period, bucket, case when $clock = 'business' then response_business else response_minutes end as minutes
    from cases
    where not is_staff
),
waits as (
    select
        period,
        bucket,
        list_sort(list(minutes) filter (where minutes is not null)) as sorted,
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
    1 - rate(coalesce(len(sorted), 0), opened) as unanswered,
from waits
order by period desc, bucket nulls first
