-- grain: one row per person with a tie to $person in the period, those who spoke most with that person first
with said as (
    select actor, toward, day, channel, kind
    from tie_acts
    where period = 'this' and actor is not null
),
chosen as (
    select actor from account.actors
    where person_id = $person
),
acts as (
    select s.actor = c.actor as is_given, case when s.actor = c.actor then s.toward else s.actor end as actor, s.day, s.channel, s.kind
    from said as s
    cross join chosen as c
    where (s.actor = c.actor or s.toward = c.actor) and s.actor <> s.toward
),
persons as (
    select
        actor,
        count(*) filter (where is_given) as gave,
        count(*) filter (where not is_given) as got,
        min(day) as first_day,
        max(day) as last_day,
        string_agg(distinct channel::varchar, ', ' order by channel::varchar) as channels,
        string_agg(distinct kind::varchar, ', ' order by kind::varchar) as kinds,
    from acts
    group by actor
)
select
    n.person_id,
    coalesce(p.name, n.person_id) as name,
    coalesce(s.side, 'member') as side,
    e.gave,
    e.got,
    e.kinds,
    e.channels,
    e.first_day,
    e.last_day,
from persons as e
inner join account.actors as n on e.actor = n.actor
left join whole_people as p on n.person_id = p.person_id
left join speaking_staff as s on e.actor = s.actor
order by e.gave + e.got desc, e.last_day desc, n.person_id
