-- grain: one row per period, never per bucket
-- A tie leads from one person to another whom that person answered, replied to, commented on, thanked or mentioned in the period, once or more.
-- Where the export names nobody, it leads to the author of what was answered. The filters choose the ties; what answers them counts
-- wherever in the same period it was said. Ties among staff, and of bots, deleted and test accounts, are left out and counted.
with said as not materialized (
    select period, actor, actor_role, toward, is_staff, is_again, inside
    from split_tie_acts
    where actor is not null
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
-- Two who spoke but once have one tie, which nothing answers.
pairs as (
    select
        period,
        least(actor, toward) as one,
        greatest(actor, toward) as other,
        bool_or(actor < toward) as forth,
        bool_or(actor > toward) as back,
        bool_or(inside and actor < toward) as forth_kept,
        bool_or(inside and actor > toward) as back_kept,
    from said
    where is_again and actor <> toward
    group by period, one, other
    union all
    select period, actor, toward, true, false, inside, false
    from said
    where not is_again and inside and actor <> toward
),
-- Both directions of a pair stand in one row: forth_ties and back_ties are the ties that the filters keep which lead that way.
ties as materialized (
    select
        p.period,
        p.forth and p.back as is_answered,
        p.forth_kept and p.back_kept as is_both,
        coalesce(s.side, 'member') as one_side,
        coalesce(t.side, 'member') as other_side,
        count(*) filter (where p.forth_kept) as forth_ties,
        count(*) filter (where p.back_kept) as back_ties,
    from pairs as p
    left join strangers as s on p.one = s.actor
    left join strangers as t on p.other = t.actor
    where p.forth_kept or p.back_kept
    group by p.period, is_answered, is_both, s.side, t.side
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
    select period, count(*) as acts_to_nobody
    from said
    where toward is null and inside
    group by period
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
