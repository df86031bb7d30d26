-- grain: one row per person who did something in the period, the busiest first, at most 500
-- people, every_act, half (the smallest number of people with half of the acts) and gini are of all: Gini 0 where each did as much, near 1 where one did all.
with acts as (
    select actor, min(segment) as segment, min(region) as region, sum(acts) as acts
    from actor_days
    where period = 'this'
    group by actor
),
persons as (
    select n.person_id, a.segment, a.region, a.acts
    from acts as a
    inner join account.actors as n on a.actor = n.actor
),
ranked as (
    select
        *,
        row_number() over busiest as place,
        sum(acts) over busiest as running,
        sum(acts) over () as every_act,
        count(*) over () as people,
    from persons
    window busiest as (order by acts desc, person_id rows unbounded preceding)
),
measured as (
    select
        *,
        min(case when 2 * running >= every_act then place end) over () as half,
        cast(sum((people + 1 - 2 * place) * acts) over () as double) / (people * every_act) as gini,
    from ranked
    qualify place <= 500
)
select
    m.person_id,
    coalesce(p.name, m.person_id) as name,
    cast(m.segment as varchar) as segment,
    cast(m.region as varchar) as region,
    m.acts,
    cast(m.running as double) / m.every_act as running,
    m.people,
    m.every_act,
    m.half,
    m.gini,
from measured as m
left join whole_people as p on m.person_id = p.person_id
order by m.place
