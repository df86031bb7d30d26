-- grain: one row per period and two people who spoke, either way, in the 208 days before its end, and again a week or more after the first time
-- They have known each other for more than 28 days, and one of them or both is a member. one and other are their numbers, the lower one first;
-- inside: the filters keep any of what they said. A comparison whose 208 days begin before the data is left out: it would know fewer old ties.
with said as not materialized (
    select s.period, s.end_day, i.day, i.actor, i.actor_role, i.toward, i.is_staff, i.is_again, i.inside
    from whole_tie_acts as i
    inner join periods as s on i.day >= s.end_day - 208 and i.day < s.end_day
    where i.actor is not null and (i.is_again or i.is_staff) and (s.period = 'this' or s.end_day - 208 >= $data_from)
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
        period,
        end_day,
        least(actor, toward) as one,
        greatest(actor, toward) as other,
        bool_or(inside) as inside,
        count(*) as acts,
        min(day) as first_day,
        max(day) as last_day,
        bool_or(actor < toward) and bool_or(actor > toward) as is_mutual,
    from said
    where is_again and actor <> toward
    group by period, end_day, one, other
)
select p.*, coalesce(s.side, 'member') as one_side, coalesce(t.side, 'member') as other_side, p.last_day < p.end_day - 28 as is_cold
from pairs as p
left join strangers as s on p.one = s.actor
left join strangers as t on p.other = t.actor
where
    p.last_day - p.first_day >= 7
    and p.first_day < p.end_day - 28
    and coalesce(s.side, '') <> 'apart'
    and coalesce(t.side, '') <> 'apart'
    and (s.side is null or t.side is null)
