-- grain: one row per period, and one per period and bucket of becoming a customer (bucket empty: the whole period)
with customers as (
    select period, bucket, sum(new_customers) as new_customers
    from people_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    new_customers as value,
    count_low(new_customers) as low,
    count_high(new_customers) as high,
    new_customers as n,
from customers
order by period desc, bucket nulls first
