-- grain: one row per team of the employees chosen: cases that its people have open at the end of the period, and how many each on average
-- Privacy: see shared/staff_cells
with waiting as (
    select s.team, count(*) as open, count(*) filter (where c.day < cast($period_end as date) - 7) as older
    from all_cases as c
    inner join staff_inside as s on c.agent_id = s.person_id
    where
        c.day < cast($period_end as date)
        and not c.is_staff
        and coalesce(c.resolved_day >= cast($period_end as date), true)
        and (c.resolved_at is not null or not c.is_closed)
    group by s.team
)
select
    coalesce(t.team::varchar, '(no team)') as "group",
    not t.is_shown as hidden,
    case when t.is_shown then t.employees end as n,
    case when t.is_shown then coalesce(w.open, 0) end as open,
    case when t.is_shown then coalesce(w.older, 0) end as older,
    case when t.is_shown then (coalesce(w.open, 0))::double / t.employees end as value,
from staff_teams as t
left join waiting as w on t.team is not distinct from w.team
where exists (select 1 from whole_cases as c where c.agent_id is not null)
order by value desc nulls last, "group"
