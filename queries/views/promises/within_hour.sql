-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- cases by the day they were opened; those without a reply count as not answered within the hour
with cases_opened as (
    select period, bucket, sum(answered_within_hour) as within_hour, sum(opened) as opened
    from case_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(within_hour, opened) as value,
    wilson_low(within_hour, opened) as low,
    wilson_high(within_hour, opened) as high,
    opened as n,
    within_hour as numerator,
from cases_opened
order by period desc, bucket nulls first
