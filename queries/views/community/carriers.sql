-- grain: one row per person who did something in the period, the busiest first, at most 500
-- people, every_act, half (the smallest number of people with half of the acts) and gini are of all: Gini 0 where each did as much, near 1 where one did all.
with acts as materialized (
    select actor, min(segment) as segment, min(region) as region, sum(acts) as acts
    from actor_days
    where period = 'this'
    group by actor
),
-- people who did as much stand at neighbouring places: they are counted, not put in order
levels as (
    select acts, count(*) as people
    from acts
    group by acts
),
ranked as (
    select
        acts,
        people,
        sum(people) over busier - people as people_before,
        sum(people * acts) over busier - people * acts as acts_before,
        sum(people * acts) over () as every_act,
        sum(people) over () as everyone,
    from levels
    window busier as (order by acts desc rows unbounded preceding)
),
measured as (
    select
        cast(any_value(everyone) as bigint) as people,
        cast(any_value(every_act) as hugeint) as every_act,
        cast(min(people_before + (every_act - 2 * acts_before + 2 * acts - 1) // (2 * acts))
            filter (where 2 * acts_before < every_act and 2 * (acts_before + people * acts) >= every_act) as bigint) as half,
        cast(sum(people * acts * (everyone - 2 * people_before - people)) as double) / any_value(everyone * every_act) as gini,
    from ranked
),
busiest as (
    select n.person_id, a.segment, a.region, a.acts
    from acts as a
    inner join account.actors as n on a.actor = n.actor
    order by a.acts desc, n.person_id
    limit 500
)
select
    b.person_id,
    coalesce(p.name, b.person_id) as name,
    cast(b.segment as varchar) as segment,
    cast(b.region as varchar) as region,
    b.acts,
    cast(sum(b.acts) over (order by b.acts desc, b.person_id rows unbounded preceding) as double) / m.every_act as running,
    m.people,
    m.every_act,
    m.half,
    m.gini,
from busiest as b
cross join measured as m
left join whole_people as p on b.person_id = p.person_id
order by b.acts desc, b.person_id
