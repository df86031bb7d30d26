-- grain: one row per pair of people with a tie in the period, the lower id first; those left out of ties/reciprocity are left out here
-- forth and back: how often the one of the lower id spoke to the other, and the other to that one
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
directed as (
    select actor, toward, count(*) as acts
    from said
    where actor <> toward
    group by actor, toward
),
named as (
    select d.acts, a.person_id, t.person_id as toward_id, coalesce(s.side, 'member') as side, coalesce(o.side, 'member') as toward_side
    from directed as d
    inner join account.actors as a on d.actor = a.actor
    inner join account.actors as t on d.toward = t.actor
    left join strangers as s on d.actor = s.actor
    left join strangers as o on d.toward = o.actor
    where coalesce(s.side, '') <> 'apart' and coalesce(o.side, '') <> 'apart' and (s.side is null or o.side is null)
)
select
    least(person_id, toward_id) as one,
    greatest(person_id, toward_id) as other,
    coalesce(sum(acts) filter (where person_id < toward_id), 0)::bigint as forth,
    coalesce(sum(acts) filter (where person_id > toward_id), 0)::bigint as back,
    any_value(case when person_id < toward_id then side else toward_side end) as one_side,
    any_value(case when person_id < toward_id then toward_side else side end) as other_side,
from named
group by one, other
