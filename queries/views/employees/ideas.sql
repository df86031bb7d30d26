-- grain: one row per dimension (all, team, level) and group: ideas that employees of today raised in the period
-- Adopted: decided for, or done. days: median from raised to decided; waiting: days since raised of the oldest without a decision.
-- Levels have no list of people, so that a level counts as many as ever proposed something at it; a choice of teams crosses them, so
-- that levels are told for all teams together only.
-- Privacy: a cell is the employees of one team, segment and region. Where the smallest cell has fewer than $hidden (at least 5) people, the
-- smallest ones are one block of as many or more. A choice is answered where it does not cut that block in two, so that no two answers,
-- added or subtracted, tell of fewer people; what the people did, and when, does not change the cells.
with cells as (
    select team, segment, region, bool_and(inside) as inside, count(*) as people
    from whole_people
    where role = 'employee'
    group by team, segment, region
),
sized as (
    select
        *,
        coalesce(sum(people) over (order by people, team, segment, region rows between unbounded preceding and 1 preceding), 0) < greatest($hidden, 5)
        and min(people) over () < greatest($hidden, 5) as is_small,
    from cells
),
chosen as (
    select
        sum(people) filter (where inside) as employees,
        count(*) filter (where is_small and inside) = 0
        or (count(*) filter (where is_small and not inside) = 0 and sum(people) filter (where is_small) >= greatest($hidden, 5)) as is_shown,
    from sized
),
staff as (
    select p.person_id, p.team, p.segment, p.region
    from whole_people as p
    where p.role = 'employee' and p.inside
),
proposers as (
    select coalesce(a.level::varchar, '(no level)') as level, count(distinct a.proposed_by) as people
    from whole_actions as a
    inner join whole_people as p on a.proposed_by = p.person_id
    where p.role = 'employee'
    group by level
),
ordered as (
    select
        *,
        coalesce(sum(people) over (order by people, level rows between unbounded preceding and 1 preceding), 0) < greatest($hidden, 5)
        and min(people) over () < greatest($hidden, 5) as is_small,
    from proposers
),
levels as (
    select level, not is_small as is_shown from ordered
),
groups as (
    select 'all' as dimension, null as "group", is_shown from chosen
    where employees > 0
    union all
    select
        'team',
        coalesce(team::varchar, '(no team)'),
        (select c.is_shown from chosen as c) and (
            count(*) filter (where is_small) = 0
            or (count(*) filter (where is_small) = (select count(*) from sized as z where z.is_small)
                and sum(people) filter (where is_small) >= greatest($hidden, 5))
        ),
    from sized
    where inside
    group by team
    union all
    select 'level', level, is_shown and (select bool_and(inside) from cells) from levels
),
ideas as (
    select
        a.status,
        coalesce(s.team::varchar, '(no team)') as team,
        coalesce(a.level::varchar, '(no level)') as level,
        (epoch(a.decided_at) - epoch(a.raised_at)) / 86400 as days,
        case when a.decided_at is null then cast($data_to as date) - a.day end as waiting,
        a.decided_at is not null as is_decided,
    from actions as a
    inner join staff as s on a.proposed_by = s.person_id
    where a.period = 'this'
),
counted as (
    select
        case when grouping(team) = 0 then 'team' when grouping(level) = 0 then 'level' else 'all' end as dimension,
        coalesce(team, level) as "group",
        count(*) as raised,
        count(*) filter (where is_decided) as decided,
        count(*) filter (where is_decided and (status = 'adopted' or status = 'done')) as adopted,
        quantile_cont(days, 0.5) as days,
        max(waiting) as waiting,
    from ideas
    group by grouping sets ((), (team), (level))
)
select
    g.dimension,
    coalesce(g."group", 'all') as "group",
    not g.is_shown as hidden,
    case when g.is_shown then coalesce(c.raised, 0) end as raised,
    case when g.is_shown then coalesce(c.decided, 0) end as n,
    case when g.is_shown then coalesce(c.adopted, 0) end as numerator,
    case when g.is_shown then rate(c.adopted, c.decided) end as value,
    case when g.is_shown then wilson_low(c.adopted, c.decided) end as low,
    case when g.is_shown then wilson_high(c.adopted, c.decided) end as high,
    case when g.is_shown then c.days end as days,
    case when g.is_shown then c.waiting end as waiting,
from groups as g
left join counted as c on g.dimension = c.dimension and g."group" is not distinct from c."group"
where exists (select 1 from whole_actions)
order by case g.dimension when 'all' then 1 when 'team' then 2 else 3 end, raised desc nulls last, "group"
