-- grain: one row per last day of a month, month of the first act of those active in it, set of channels used in it, segment and region
-- looks back 31 days
-- A first act is one in any channel, whatever the filters, so it is read past them; customers and members only. months: since then.
-- people: active in the month. members: all of the cohort, once, at the end of its first month, in no set of channels (NULL), as any filter on
-- channels keeps them. Channels as in active_changes.
create table cohort_months as
with firsts as (
    select
        actor,
        cast(date_trunc('month', min(day)) as date) as cohort,
        min(segment) as segment,
        min(region) as region
    from main.actor_days
    group by actor
),
places as (
    select channel, row_number() over (order by sum(acts) desc, channel) as place
    from actor_days
    where channel is not null
    group by channel
),
bits as (
    select
        channel,
        cast(power(2, case when place <= 30 then place else 31 end) as bigint) as bit,
        case when place <= 30 then cast(channel as varchar) else chr(30) end as name
    from places
),
months as (
    select last_day(a.day) as day, a.actor, bit_or(coalesce(b.bit, 1)) as used
    from actor_days as a
    left join bits as b on a.channel = b.channel
    group by last_day(a.day), a.actor
),
counted as (
    select m.day, f.cohort, m.used, f.segment, f.region, count(*) as people
    from months as m
    inner join firsts as f on m.actor = f.actor
    group by m.day, f.cohort, m.used, f.segment, f.region
),
names as (
    select used, string_agg(name, chr(31)) as channels
    from (
        select u.used, b.name
        from (select used from counted group by used) as u
        inner join (
            select bit, min(name) as name
            from bits
            group by bit
            union all
            select 1 as bit, '' as name
        ) as b on u.used & b.bit > 0
        order by u.used, b.name
    ) as named
    group by used
),
cells as (
    select c.day, c.cohort, n.channels, c.segment, c.region, c.people, 0 as members
    from counted as c
    inner join names as n on c.used = n.used
    union all
    select last_day(cohort) as day, cohort, null as channels, segment, region, 0 as people, count(*) as members
    from firsts
    group by last_day(cohort), cohort, segment, region
),
numbered as (
    select *, 12 * (year(day) - year(cohort)) + month(day) - month(cohort) as months
    from cells
)
select
    day,
    cohort,
    months,
    channels,
    segment,
    region,
    cast(sum(people) as bigint) as people,
    cast(sum(members) as bigint) as members
from numbered
group by day, cohort, months, channels, segment, region
order by day
