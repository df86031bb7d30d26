-- grain: one row per cold tie at the end of the period, the strongest first, at most 500; see ties/cold_ties
-- between: somebody with ties to both who said something in the last 28 days, of several the one who spoke with them most; else their owners
with cold as (
    select
        least(a.person_id, b.person_id) as one,
        greatest(a.person_id, b.person_id) as other,
        case when a.person_id < b.person_id then t.one else t.other end as one_number,
        case when a.person_id < b.person_id then t.other else t.one end as other_number,
        case when a.person_id < b.person_id then t.one_side else t.other_side end as one_side,
        case when a.person_id < b.person_id then t.other_side else t.one_side end as other_side,
        t.acts,
        t.is_mutual,
        t.last_day,
        t.end_day,
    from lasting_ties as t
    inner join account.actors as a on t.one = a.actor
    inner join account.actors as b on t.other = b.actor
    where t.period = 'this' and t.inside and t.is_cold
),
totals as (
    select count(*) as total, count(*) filter (where one_side = other_side) as among_members
    from cold
),
listed as materialized (
    select * from cold
    order by acts desc, last_day desc, one, other
    limit 500
),
of_list as (
    select one_number as actor from listed
    union
    select other_number from listed
),
-- Only the ties of people on the list: all with all would be far too many.
said as (
    select actor, toward as neighbour
    from whole_tie_acts
    where
        day >= cast($period_end as date) - 208
        and day < cast($period_end as date)
        and actor <> toward
        and actor in (select actor from of_list)
    union all
    select toward, actor
    from whole_tie_acts
    where
        day >= cast($period_end as date) - 208
        and day < cast($period_end as date)
        and actor <> toward
        and toward in (select actor from of_list)
),
active as (
    select actor
    from whole_tie_acts
    where
        day >= cast($period_end as date) - 28
        and day < cast($period_end as date)
        and actor is not null
        and (actor_role is null or side_of(actor_role::varchar) <> 'apart')
        and actor not in (select number from whole_people where is_staff and side_of(role::varchar) = 'apart')
    group by actor
),
near as materialized (
    select actor, neighbour, count(*) as acts
    from said
    where neighbour in (select actor from active)
    group by actor, neighbour
),
met as materialized (
    select l.one, l.other, a.neighbour, a.acts + b.acts as acts
    from listed as l
    inner join near as a on l.one_number = a.actor
    inner join near as b on l.other_number = b.actor and a.neighbour = b.neighbour
),
between_them as (
    select b.one, b.other, arg_min(n.person_id, row(-b.acts, n.person_id)) as neighbour
    from met as b
    inner join account.actors as n on b.neighbour = n.actor
    group by b.one, b.other
)
select
    l.one as person_id,
    coalesce(p.name, l.one) as name,
    l.one_side as side,
    l.other as other_id,
    coalesce(q.name, l.other) as other,
    l.other_side,
    l.acts,
    l.is_mutual,
    l.last_day,
    (l.end_day - l.last_day - 1)::bigint as silent_days,
    b.neighbour as between_id,
    coalesce(c.name, b.neighbour) as between_name,
    coalesce(o.name, p.owner_id) as owner,
    coalesce(r.name, q.owner_id) as other_owner,
    t.total,
    t.among_members,
from listed as l
cross join totals as t
left join between_them as b on l.one = b.one and l.other = b.other
left join whole_people as p on l.one_number = p.number
left join whole_people as q on l.other_number = q.number
left join whole_people as c on b.neighbour = c.person_id
left join whole_people as o on p.owner_id = o.person_id
left join whole_people as r on q.owner_id = r.person_id
order by l.acts desc, l.last_day desc, l.one, l.other
