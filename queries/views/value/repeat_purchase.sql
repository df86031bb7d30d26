-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Customers by the day on which 90 days after their first order are over, so that every one of them had the same time to come back.
-- Orders given back in full do not count, nor does a second order on the same day.
with cohorts as (
    select period, bucket, sum(returned) as returned, sum(customers) as customers
    from repeat_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(returned, customers) as value,
    wilson_low(returned, customers) as low,
    wilson_high(returned, customers) as high,
    customers as n,
    returned as numerator,
from cohorts
order by period desc, bucket nulls first
