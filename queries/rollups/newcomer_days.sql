-- grain: one row per day, channel, segment and region of people's first acts; customers and members only
-- looks back 31 days
-- newcomers: by the day of their first act, in any channel, and by its channel (of several on that day the first by name);
-- followed and returned: by the day on which their 30 days ended, whether they did something again, in any channel, 7 to 30 days after it.
-- Of who appears in the first 28 days of the data nobody can tell whether they are new: they are left out.
create table newcomer_days as
with firsts as (
    select actor, min(day) as day
    from main.actor_days
    group by actor
    having min(day) >= (select min(everybody.day) + 28 from main.actor_days as everybody)
),
arrivals as (
    select f.actor, f.day, min(a.channel) as channel, min(a.segment) as segment, min(a.region) as region
    from firsts as f
    inner join actor_days as a on f.actor = a.actor and f.day = a.day
    group by f.actor, f.day
),
back as (
    select a.actor
    from actor_days as a
    inner join arrivals as f on a.actor = f.actor
    where a.day >= f.day + 7 and a.day <= f.day + 30
    group by a.actor
),
days as (
    select day, channel, segment, region, count(*) as newcomers, 0 as followed, 0 as returned
    from arrivals
    group by day, channel, segment, region
    union all
    select f.day + 30 as day, f.channel, f.segment, f.region, 0 as newcomers, count(*) as followed, count(b.actor) as returned
    from arrivals as f
    left join back as b on f.actor = b.actor
    group by f.day + 30, f.channel, f.segment, f.region
)
select
    day,
    channel,
    segment,
    region,
    cast(sum(newcomers) as bigint) as newcomers,
    cast(sum(followed) as bigint) as followed,
    cast(sum(returned) as bigint) as returned
from days
group by day, channel, segment, region
order by day
