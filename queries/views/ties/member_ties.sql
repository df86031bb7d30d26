-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Of the ties with a member at one end or both, those among members. A tie counts once a row, however often the two spoke.
with said as materialized (
    select period, bucket, actor_id, target_id, parent_id, actor_role, is_staff
    from interactions
    where is_tie(kind) and actor_id is not null
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
directed as (
    select s.period, s.bucket, s.actor_id, coalesce(s.target_id, p.actor_id) as toward_id
    from said as s
    left join parents as p on s.parent_id = p.interaction_id and s.target_id is null
    where s.actor_id <> coalesce(s.target_id, p.actor_id)
    group by grouping sets ((s.period, s.actor_id, coalesce(s.target_id, p.actor_id)), (s.period, s.bucket, s.actor_id, coalesce(s.target_id, p.actor_id)))
),
counted as (
    select
        d.period,
        d.bucket,
        count(*) filter (where a.side is null and t.side is null) as among_members,
        count(*) filter (where a.side = 'staff') as from_staff,
        count(*) filter (where t.side = 'staff') as to_staff,
    from directed as d
    left join strangers as a on d.actor_id = a.person_id
    left join strangers as t on d.toward_id = t.person_id
    where coalesce(a.side, '') <> 'apart' and coalesce(t.side, '') <> 'apart' and (a.side is null or t.side is null)
    group by d.period, d.bucket
)
select
    period,
    bucket,
    rate(among_members, among_members + from_staff + to_staff) as value,
    wilson_low(among_members, among_members + from_staff + to_staff) as low,
    wilson_high(among_members, among_members + from_staff + to_staff) as high,
    among_members + from_staff + to_staff as n,
    among_members as numerator,
    from_staff,
    to_staff,
from counted
order by period desc, bucket nulls first
