-- grain: one row per person with a tie to $person in the period, those who spoke most with that person first
with said as materialized (
    select actor_id, target_id, parent_id, actor_role, is_staff, day, channel, kind
    from interactions
    where period = 'this' and is_tie(kind) and actor_id is not null
),
parents as (
    select i.interaction_id, i.actor_id
    from whole_interactions as i
    inner join (select distinct parent_id from said where target_id is null and parent_id is not null) as s on i.interaction_id = s.parent_id
),
strangers as (
    select person_id, min(side) as side
    from (
        select person_id, side_of(role::varchar) as side from whole_people
        where is_staff
        union all
        select actor_id, side_of(actor_role::varchar) from said
        where is_staff
    ) as s
    group by person_id
),
acts as (
    select
        s.actor_id = $person as is_given,
        case when s.actor_id = $person then coalesce(s.target_id, p.actor_id) else s.actor_id end as person_id,
        s.day,
        s.channel,
        s.kind,
    from said as s
    left join parents as p on s.parent_id = p.interaction_id and s.target_id is null
    where (s.actor_id = $person or coalesce(s.target_id, p.actor_id) = $person) and s.actor_id <> coalesce(s.target_id, p.actor_id)
),
persons as (
    select
        person_id,
        count(*) filter (where is_given) as gave,
        count(*) filter (where not is_given) as got,
        min(day) as first_day,
        max(day) as last_day,
        string_agg(distinct channel::varchar, ', ' order by channel::varchar) as channels,
        string_agg(distinct kind::varchar, ', ' order by kind::varchar) as kinds,
    from acts
    group by person_id
)
select
    e.person_id,
    coalesce(p.name, e.person_id) as name,
    coalesce(s.side, 'member') as side,
    e.gave,
    e.got,
    e.kinds,
    e.channels,
    e.first_day,
    e.last_day,
from persons as e
left join whole_people as p on e.person_id = p.person_id
left join strangers as s on e.person_id = s.person_id
order by e.gave + e.got desc, e.last_day desc, e.person_id
