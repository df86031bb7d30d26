-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- cases by the day they were opened; the ones never resolved lie outside
with cases_resolved as (
    select period, bucket, sum(reopened) as reopened, sum(resolved) as resolved
    from case_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(reopened, resolved) as value,
    wilson_low(reopened, resolved) as low,
    wilson_high(reopened, resolved) as high,
    resolved as n,
    reopened as numerator,
from cases_resolved
order by period desc, bucket nulls first
