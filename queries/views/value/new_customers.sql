-- grain: one row per period, and one per period and bucket of becoming a customer (bucket empty: the whole period)
-- from the first person known on, a bucket without a new customer counts zero
with cells as (
    select period, bucket
    from calendar
    where day >= (select min(day) from all_people_days)
    group by grouping sets ((period), (period, bucket))
),
customers as (
    select period, bucket, sum(new_customers) as new_customers
    from people_days
    group by grouping sets ((period), (period, bucket))
),
counted as (
    select c.period, c.bucket, coalesce(u.new_customers, 0) as new_customers
    from cells as c
    left join customers as u on c.period = u.period and c.bucket is not distinct from u.bucket
)
select
    period,
    bucket,
    new_customers as value,
    count_low(new_customers) as low,
    count_high(new_customers) as high,
    new_customers as n,
from counted
order by period desc, bucket nulls first
