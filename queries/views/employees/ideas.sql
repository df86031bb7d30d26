-- grain: one row per dimension (all, team, level) and group: ideas that employees of today raised in the period
-- Adopted: decided for, or done. days: median from raised to decided; waiting: days since raised of the oldest without a decision.
-- Levels have no list of people, so that a level counts as many as ever proposed something at it; a choice of teams crosses them, so
-- that levels are told for all teams together only.
-- Privacy: see shared/staff_cells
with proposers as (
    select coalesce(a.level::varchar, '(no level)') as level, count(distinct a.proposed_by) as people
    from whole_actions as a
    inner join whole_employees as e on a.proposed_by = e.person_id
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
    select 'all' as dimension, null as "group", is_shown from staff_chosen
    where employees > 0
    union all
    select 'team', coalesce(team::varchar, '(no team)'), is_shown from staff_teams
    union all
    select 'level', level, is_shown and (select bool_and(inside) from staff_cells) from levels
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
    inner join staff_inside as s on a.proposed_by = s.person_id
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
