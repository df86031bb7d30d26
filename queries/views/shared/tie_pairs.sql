-- grain: one row per pair of people with a tie in the period, the lower id first; those left out of ties/reciprocity are left out here
-- forth and back: how often the one of the lower id spoke to the other, and the other to that one
with said as materialized (
    select actor_id, target_id, parent_id, actor_role, is_staff, day
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
pairs as materialized (
    select
        least(s.actor_id, coalesce(s.target_id, p.actor_id)) as one,
        greatest(s.actor_id, coalesce(s.target_id, p.actor_id)) as other,
        count(*) filter (where s.actor_id < coalesce(s.target_id, p.actor_id)) as forth,
        count(*) filter (where s.actor_id > coalesce(s.target_id, p.actor_id)) as back,
    from said as s
    left join parents as p on s.parent_id = p.interaction_id and s.target_id is null
    where s.actor_id <> coalesce(s.target_id, p.actor_id)
    group by one, other
)
select p.*, coalesce(s.side, 'member') as one_side, coalesce(t.side, 'member') as other_side
from pairs as p
left join strangers as s on p.one = s.person_id
left join strangers as t on p.other = t.person_id
where coalesce(s.side, '') <> 'apart' and coalesce(t.side, '') <> 'apart' and (s.side is null or t.side is null)
