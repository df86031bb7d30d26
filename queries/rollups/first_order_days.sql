-- grain: one row per day of a first order, channel of that order, segment and region; customers only
-- returned: those who paid again on another day, in any channel, until the data end; orders given back in full do not count
create table first_order_days as
with paid as (
    select person_id, day, channel, segment, region
    from orders
    where day is not null and person_id is not null and not is_staff and (refunded is null or refunded = 0 or refunded < amount)
),
firsts as (
    select person_id, min(day) as day, max(day) as last_day, min(segment) as segment, min(region) as region
    from paid
    group by person_id
),
customers as (
    select f.person_id, f.day, f.last_day, f.segment, f.region, min(p.channel) as channel
    from firsts as f
    inner join paid as p on f.person_id = p.person_id and f.day = p.day
    group by f.person_id, f.day, f.last_day, f.segment, f.region
)
select
    day,
    channel,
    segment,
    region,
    count(*) as customers,
    cast(sum(case when last_day > day then 1 else 0 end) as bigint) as returned
from customers
group by day, channel, segment, region
order by day
