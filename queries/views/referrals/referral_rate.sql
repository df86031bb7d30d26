-- grain: one row per period, and one per period and bucket of becoming a customer (bucket empty: the whole period)
with customers as (
    select period, bucket, sum(referred) as referred, sum(customers) as customers
    from joined_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(referred, customers) as value,
    wilson_low(referred, customers) as low,
    wilson_high(referred, customers) as high,
    customers as n,
    referred as numerator,
from customers
order by period desc, bucket nulls first
