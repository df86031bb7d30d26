-- grain: one row per pair of people with a tie in the period, by their numbers, the lower one first
-- forth and back: how often the one of the lower number spoke to the other, and the other to that one.
-- Those left out of ties/reciprocity are left out here: bots, deleted and test accounts, and ties among staff.
with said as not materialized (
    select actor, actor_role, toward, is_staff
    from tie_acts
    where period = 'this' and actor is not null
),
strangers as (
    select actor, min(side) as side
    from (
        select number as actor, side_of(role::varchar) as side from whole_people
        where is_staff
        union all
        select actor, side_of(actor_role::varchar) from said
        where is_staff
        group by actor, actor_role
    ) as s
    group by actor
),
pairs as (
    select
        least(actor, toward) as one,
        greatest(actor, toward) as other,
        count(*) filter (where actor < toward) as forth,
        count(*) filter (where actor > toward) as back,
    from said
    where actor <> toward
    group by least(actor, toward), greatest(actor, toward)
)
select
    k.one,
    k.other,
    k.forth,
    k.back,
    s.side is not null as one_is_staff,
    o.side is not null as other_is_staff,
from pairs as k
left join strangers as s on k.one = s.actor
left join strangers as o on k.other = o.actor
where coalesce(s.side, '') <> 'apart' and coalesce(o.side, '') <> 'apart' and (s.side is null or o.side is null)
order by k.one, k.other
