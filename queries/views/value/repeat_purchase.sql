-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Customers by the day on which 90 days after their first order are over, so that every one of them had the same time to come back.
-- Orders given back in full do not count, nor does a second order on the same day.
with paid as (
    select person_id, day
    from all_orders
    where person_id is not null and not is_staff and (refunded is null or refunded = 0 or refunded < amount)
),
firsts as (
    select person_id, min(day) as first_day
    from paid
    group by person_id
),
customers as (
    select f.person_id, f.first_day, count(*) filter (where p.day > f.first_day and p.day <= f.first_day + 90) > 0 as is_back
    from firsts as f
    inner join paid as p on f.person_id = p.person_id
    group by f.person_id, f.first_day
),
cohorts as (
    select c.period, c.bucket, count(*) as customers, count(*) filter (where u.is_back) as back
    from customers as u
    inner join calendar as c on u.first_day + 91 = c.day
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
