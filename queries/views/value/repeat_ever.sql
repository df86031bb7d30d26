-- grain: one row per period, and one per period and bucket of the first order (bucket empty: the whole period)
-- Customers whose first paid order lies in the period, and who paid again on another day until the data end.
-- Later customers had less time to come back, so there is no comparison here: repeat_purchase gives each the same time.
with paid as (
    select person_id, day
    from all_orders
    where person_id is not null and not is_staff and (refunded is null or refunded = 0 or refunded < amount)
),
customers as (
    select person_id, min(day) as first_day, count(distinct day) > 1 as is_back
    from paid
    group by person_id
),
cohorts as (
    select c.period, c.bucket, count(*) as customers, count(*) filter (where u.is_back) as back
    from customers as u
    inner join calendar as c on u.first_day = c.day and c.period = 'this'
    group by grouping sets ((c.period), (c.period, c.bucket))
)
select
    period,
    bucket,
    rate(back, customers) as value,
    wilson_low(back, customers) as low,
    wilson_high(back, customers) as high,
    customers as n,
    back as numerator,
from cohorts
order by period desc, bucket nulls first
