-- grain: one row per period, never per bucket
-- A tie leads from one person to another whom that person answered, replied to, commented on, thanked or mentioned in the period, once or more.
-- Where the export names nobody, it leads to the author of what was answered. The filters choose the ties; what answers them counts
-- wherever in the same period it was said. Ties among staff, and of bots, deleted and test accounts, are left out and counted.
with said as materialized (
    select period, actor_id, target_id, parent_id, actor_role, is_staff, inside
    from split_interactions
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
pairs as (
    select
        s.period,
        least(s.actor_id, coalesce(s.target_id, p.actor_id)) as one,
        greatest(s.actor_id, coalesce(s.target_id, p.actor_id)) as other,
        bool_or(s.actor_id < coalesce(s.target_id, p.actor_id)) as forth,
        bool_or(s.actor_id > coalesce(s.target_id, p.actor_id)) as back,
        bool_or(s.inside and s.actor_id < coalesce(s.target_id, p.actor_id)) as forth_kept,
        bool_or(s.inside and s.actor_id > coalesce(s.target_id, p.actor_id)) as back_kept,
    from said as s
    left join parents as p on s.parent_id = p.interaction_id and s.target_id is null
    where s.actor_id <> coalesce(s.target_id, p.actor_id)
    group by s.period, one, other
),
ties as materialized (
    select
        p.period,
        unnest([p.forth_kept, p.back_kept]) as is_kept,
        p.forth and p.back as is_answered,
        p.forth_kept and p.back_kept as is_both,
        unnest([coalesce(s.side, 'member'), coalesce(t.side, 'member')]) as from_side,
        unnest([coalesce(t.side, 'member'), coalesce(s.side, 'member')]) as to_side,
    from pairs as p
    left join strangers as s on p.one = s.person_id
    left join strangers as t on p.other = t.person_id
),
counted as (
    select
        period,
        count(*) as ties,
        count(*) filter (where is_answered) as answered,
        count(*) filter (where is_both) as both_ways,
        count(*) filter (where from_side = to_side) as among_members,
        count(*) filter (where from_side = to_side and is_answered) as among_members_answered,
        count(*) filter (where from_side = to_side and is_both) as among_members_both,
        count(*) filter (where from_side = 'staff') as from_staff,
        count(*) filter (where from_side = 'staff' and is_answered) as from_staff_answered,
        count(*) filter (where to_side = 'staff') as to_staff,
        count(*) filter (where to_side = 'staff' and is_answered) as to_staff_answered,
    from ties
    where is_kept and from_side <> 'apart' and to_side <> 'apart' and (from_side = 'member' or to_side = 'member')
    group by period
),
left_out as (
    select
        period,
        count(*) filter (where from_side = 'staff' and to_side = 'staff') as among_staff,
        count(*) filter (where from_side = 'apart' or to_side = 'apart') as apart,
    from ties
    where is_kept
    group by period
),
to_nobody as (
    select s.period, count(*) as acts_to_nobody
    from said as s
    left join parents as p on s.parent_id = p.interaction_id
    where s.target_id is null and p.actor_id is null and s.inside
    group by s.period
),
-- Both ties of a pair are answered or neither is, so that they tell less than two that know nothing of each other: `size` ties of
-- that kind vary as much. A tie from staff and the one to staff that answers it are of two kinds.
sized as (
    select
        *,
        rate(answered, ties) as value,
        rate(among_members_answered, among_members) as among_members_value,
        ties / (1 + coalesce(rate(both_ways, answered), 0) * (1 - rate(answered, ties))) as size,
        among_members / (
            1 + coalesce(rate(among_members_both, among_members_answered), 0) * (1 - rate(among_members_answered, among_members))
        ) as among_members_size,
    from counted
)
select
    s.period,
    null::date as bucket,
    s.value,
    wilson_low(s.value * s.size, s.size) as low,
    wilson_high(s.value * s.size, s.size) as high,
    s.ties as n,
    s.answered as numerator,
    s.among_members,
    s.among_members_answered,
    wilson_low(s.among_members_value * s.among_members_size, s.among_members_size) as among_members_low,
    wilson_high(s.among_members_value * s.among_members_size, s.among_members_size) as among_members_high,
    s.from_staff,
    s.from_staff_answered,
    wilson_low(s.from_staff_answered, s.from_staff) as from_staff_low,
    wilson_high(s.from_staff_answered, s.from_staff) as from_staff_high,
    s.to_staff,
    s.to_staff_answered,
    wilson_low(s.to_staff_answered, s.to_staff) as to_staff_low,
    wilson_high(s.to_staff_answered, s.to_staff) as to_staff_high,
    l.among_staff,
    l.apart,
    coalesce(n.acts_to_nobody, 0) as acts_to_nobody,
from sized as s
inner join left_out as l on s.period = l.period
left join to_nobody as n on s.period = n.period
order by s.period desc
