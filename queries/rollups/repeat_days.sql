-- grain: one row per day on which 90 days after a first order are over, channel of that order, segment and region; customers only
-- returned: those who paid again within the 90 days, on another day, in any channel; orders given back in full do not count
create table repeat_days as
with paid as (
    select person_id, day, channel, segment, region
    from orders
    where day is not null and person_id is not null and not is_staff and (refunded is null or refunded = 0 or refunded < amount)
),
firsts as (
    select person_id, min(day) as first_day, min(segment) as segment, min(region) as region
    from paid
    group by person_id
),
customers as (
    select
        f.person_id,
        f.first_day,
        f.segment,
        f.region,
        min(case when p.day = f.first_day then p.channel end) as channel,
        max(case when p.day > f.first_day and p.day <= f.first_day + interval 90 day then 1 else 0 end) as returned
    from firsts as f
    inner join paid as p on f.person_id = p.person_id
    group by f.person_id, f.first_day, f.segment, f.region
),
judged as (
    select cast(first_day + interval 91 day as date) as day, channel, segment, region, returned
    from customers
)
select
    day,
    channel,
    segment,
    region,
    count(*) as customers,
    cast(sum(returned) as bigint) as returned
from judged
group by day, channel, segment, region
order by day
