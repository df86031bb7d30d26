-- grain: one row per period, and one per period and bucket of the first order (bucket empty: the whole period)
-- Customers whose first paid order lies in the period, and who paid again on another day until the data end.
-- Later customers had less time to come back, so there is no comparison here: repeat_purchase gives each the same time.
with cohorts as (
    select period, bucket, sum(returned) as returned, sum(customers) as customers
    from first_order_days
    where period = 'this'
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
