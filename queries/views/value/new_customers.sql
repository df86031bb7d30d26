-- grain: one row per period, and one per period and bucket of becoming a customer (bucket empty: the whole period)
-- from the first person known on, a bucket without a new customer counts zero
with customers as (
    select period, bucket, coalesce(sum(new_customers), 0) as new_customers
    from every_people_days
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
