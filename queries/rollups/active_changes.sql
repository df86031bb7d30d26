-- grain: one row per day, number of days that count, set of channels used in them, segment and region; customers and members only
-- looks back 35 days
-- change: how many people more than the day before were active, in exactly these channels, in the 1 or 28 days that end with the day; the sum of
-- all changes until a day is how many there are. Those of 7 days are whole weeks: they are there on the week's last day only.
-- channels: names joined by the unit separator (character 31); an empty name is no channel, the record separator (30) any of those that are
-- used least, where there are more than 30.
create table active_changes as
with places as (
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
persons as (
    select actor, min(segment) as segment, min(region) as region
    from actor_days
    group by actor
),
marks as (
    select a.day, a.week, a.actor, coalesce(b.bit, 1) as bit
    from actor_days as a
    left join bits as b on a.channel = b.channel
),
sets as (
    select 1 as days, day as last_day, actor, bit_or(bit) as used
    from marks
    group by day, actor
    union all
    select 7 as days, week + 6 as last_day, actor, bit_or(bit) as used
    from marks
    group by week, actor
),
runs as (
    select
        actor,
        bit,
        day,
        lag(day) over (partition by actor, bit order by day) as before_day,
        lead(day) over (partition by actor, bit order by day) as after_day
    from marks
),
turns as (
    select actor, day, bit as turn
    from runs
    where before_day is null or before_day + 28 < day
    union all
    select actor, day + 28 as day, -bit as turn
    from runs
    where after_day is null or after_day > day + 28
),
states as (
    select actor, day, turn, cast(sum(turn) over (partition by actor order by day rows unbounded preceding) as bigint) as used
    from turns
),
counted as (
    select s.days, s.last_day as day, s.used, p.segment, p.region, count(*) as people
    from sets as s
    inner join persons as p on s.actor = p.actor
    group by s.days, s.last_day, s.used, p.segment, p.region
),
turned as (
    select s.day, s.used, s.used - s.turn as used_before, p.segment, p.region, count(*) as people
    from states as s
    inner join persons as p on s.actor = p.actor
    group by s.day, s.used, s.used - s.turn, p.segment, p.region
),
changes as (
    select days, day, used, segment, region, people as change from counted
    union all
    select days, day + 1 as day, used, segment, region, -people as change from counted
    union all
    select 28 as days, day, used, segment, region, people as change from turned
    union all
    select 28 as days, day, used_before as used, segment, region, -people as change from turned
),
names as (
    select used, string_agg(name, chr(31)) as channels
    from (
        select u.used, b.name
        from (select used from changes group by used) as u
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
)
select
    c.day,
    c.days as window_days,
    n.channels,
    c.segment,
    c.region,
    cast(sum(c.change) as bigint) as change
from changes as c
inner join names as n on c.used = n.used
group by c.day, c.days, n.channels, c.segment, c.region
having sum(c.change) <> 0
order by c.day
