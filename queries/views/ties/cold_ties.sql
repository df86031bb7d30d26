-- grain: one row per period, never per bucket
-- Two people of whom one spoke to the other, either way, in the 208 days before the period's end, and again a week or more after the first
-- time: one talk is no relationship. They have known each other for more than 28 days. Cold: nothing between them in the last 28 days, on any
-- channel and whatever the filters.
-- A comparison whose 208 days begin before the data is left out: it would know fewer old ties.
with said as materialized (
    select s.period, s.end_day, i.day, i.actor_id, i.target_id, i.parent_id, i.actor_role, i.is_staff, i.inside
    from whole_interactions as i
    inner join periods as s on i.day >= s.end_day - 208 and i.day < s.end_day
    where is_tie(i.kind) and i.actor_id is not null and (s.period = 'this' or s.end_day - 208 >= $data_from)
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
counted as (
    select
        period,
        count(*) as ties,
        count(*) filter (where last_day < end_day - 28) as cold,
        count(*) filter (where last_day < end_day - 28 and one_side = other_side) as cold_members,
    from known
    where inside
    group by period
)
select
    period,
    null::date as bucket,
    rate(cold, ties) as value,
    wilson_low(cold, ties) as low,
    wilson_high(cold, ties) as high,
    ties as n,
    cold as numerator,
    cold_members,
from counted
order by period desc
