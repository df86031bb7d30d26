-- grain: one row per cold tie at the end of the period, the strongest first, at most 500; see ties/cold_ties
-- between: somebody with ties to both who said something in the last 28 days, of several the one who spoke with them most; else their owners
with said as materialized (
    select s.period, s.end_day, i.day, i.actor_id, i.target_id, i.parent_id, i.actor_role, i.is_staff, i.inside
    from whole_interactions as i
    inner join periods as s on i.day >= s.end_day - 208 and i.day < s.end_day
    where is_tie(i.kind) and i.actor_id is not null and s.period = 'this'
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
        s.period,
        s.end_day,
        least(s.actor_id, coalesce(s.target_id, p.actor_id)) as one,
        greatest(s.actor_id, coalesce(s.target_id, p.actor_id)) as other,
        bool_or(s.inside) as inside,
        count(*) as acts,
        min(s.day) as first_day,
        max(s.day) as last_day,
        bool_or(s.actor_id < coalesce(s.target_id, p.actor_id)) and bool_or(s.actor_id > coalesce(s.target_id, p.actor_id)) as is_mutual,
    from said as s
    left join parents as p on s.parent_id = p.interaction_id and s.target_id is null
    where s.actor_id <> coalesce(s.target_id, p.actor_id)
    group by s.period, s.end_day, one, other
),
known as materialized (
    select p.*, coalesce(s.side, 'member') as one_side, coalesce(t.side, 'member') as other_side
    from pairs as p
    left join strangers as s on p.one = s.person_id
    left join strangers as t on p.other = t.person_id
    where
        p.last_day - p.first_day >= 7
        and p.first_day < p.end_day - 28
        and coalesce(s.side, '') <> 'apart'
        and coalesce(t.side, '') <> 'apart'
        and (s.side is null or t.side is null)
),
totals as (
    select count(*) as total, count(*) filter (where one_side = other_side) as among_members
    from known
    where inside and last_day < end_day - 28
),
listed as materialized (
    select * from known
    where inside and last_day < end_day - 28
    order by acts desc, last_day desc, one, other
    limit 500
),
active as (
    select distinct s.actor_id as person_id
    from said as s
    left join strangers as a on s.actor_id = a.person_id
    where s.day >= s.end_day - 28 and coalesce(a.side, '') <> 'apart'
),
of_list as (
    select one as person_id from listed
    union
    select other from listed
),
-- Only the ties of people on the list: all with all would be far too many.
near as materialized (
    select e.person_id, e.neighbour, e.acts
    from (
        select one as person_id, other as neighbour, acts from pairs
        union all
        select other, one, acts from pairs
    ) as e
    where
        e.person_id in (select person_id from of_list)
        and e.neighbour in (select person_id from active)
),
of_one as materialized (
    select l.one, l.other, n.neighbour, n.acts
    from listed as l
    inner join near as n on l.one = n.person_id
),
of_other as materialized (
    select l.one, l.other, n.neighbour, n.acts
    from listed as l
    inner join near as n on l.other = n.person_id
),
between_them as (
    select a.one, a.other, a.neighbour, row_number() over (partition by a.one, a.other order by a.acts + b.acts desc, a.neighbour) as place
    from of_one as a
    inner join of_other as b on a.one = b.one and a.other = b.other and a.neighbour = b.neighbour
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
left join between_them as b on l.one = b.one and l.other = b.other and b.place = 1
left join whole_people as p on l.one = p.person_id
left join whole_people as q on l.other = q.person_id
left join whole_people as c on b.neighbour = c.person_id
left join whole_people as o on p.owner_id = o.person_id
left join whole_people as r on q.owner_id = r.person_id
order by l.acts desc, l.last_day desc, l.one, l.other
