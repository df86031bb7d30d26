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
-- Both directions of a pair stand in one row: forth_ties and back_ties are 1 where the filters keep the tie that leads that way.
ties as materialized (
    select
        p.period,
        p.forth and p.back as is_answered,
        p.forth_kept and p.back_kept as is_both,
        p.forth_kept::integer as forth_ties,
        p.back_kept::integer as back_ties,
        coalesce(s.side, 'member') as one_side,
        coalesce(t.side, 'member') as other_side,
    from pairs as p
    left join strangers as s on p.one = s.person_id
    left join strangers as t on p.other = t.person_id
    where p.forth_kept or p.back_kept
),
sided as (
    select
        *,
        forth_ties + back_ties as ties,
        case when one_side = 'staff' then forth_ties when other_side = 'staff' then back_ties else 0 end as from_staff,
        case when one_side = 'staff' then back_ties when other_side = 'staff' then forth_ties else 0 end as to_staff,
    from ties
    where one_side <> 'apart' and other_side <> 'apart' and (one_side = 'member' or other_side = 'member')
),
counted as (
    select
        period,
        sum(ties)::bigint as ties,
        coalesce(sum(ties) filter (where is_answered), 0)::bigint as answered,
        coalesce(sum(ties) filter (where is_both), 0)::bigint as both_ways,
        coalesce(sum(ties) filter (where one_side = other_side), 0)::bigint as among_members,
        coalesce(sum(ties) filter (where one_side = other_side and is_answered), 0)::bigint as among_members_answered,
        coalesce(sum(ties) filter (where one_side = other_side and is_both), 0)::bigint as among_members_both,
        sum(from_staff)::bigint as from_staff,
        coalesce(sum(from_staff) filter (where is_answered), 0)::bigint as from_staff_answered,
        sum(to_staff)::bigint as to_staff,
        coalesce(sum(to_staff) filter (where is_answered), 0)::bigint as to_staff_answered,
    from sided
    group by period
),
left_out as (
    select
        period,
        coalesce(sum(forth_ties + back_ties) filter (where one_side = 'staff' and other_side = 'staff'), 0)::bigint as among_staff,
        coalesce(sum(forth_ties + back_ties) filter (where one_side = 'apart' or other_side = 'apart'), 0)::bigint as apart,
    from ties
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
