-- grain: one row per team of the employees chosen: cases that its people have open at the end of the period, and how many each on average
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
teams as (
    select
        team,
        sum(people) as employees,
        (select c.is_shown from chosen as c) and (
            count(*) filter (where is_small) = 0
            or (count(*) filter (where is_small) = (select count(*) from sized as z where z.is_small)
                and sum(people) filter (where is_small) >= greatest($hidden, 5))
        ) as is_shown,
    from sized
    where inside
    group by team
),
ends as (
    select end_day from periods
    where period = 'this'
),
waiting as (
    select s.team, count(*) as open, count(*) filter (where c.day < d.end_day - 7) as older
    from all_cases as c
    cross join ends as d
    inner join staff as s on c.agent_id = s.person_id
    where c.day < d.end_day and not c.is_staff
        and (c.resolved_day >= d.end_day or (c.resolved_at is null and not c.is_closed))
    group by s.team
)
select
    coalesce(t.team::varchar, '(no team)') as "group",
    not t.is_shown as hidden,
    case when t.is_shown then t.employees end as n,
    case when t.is_shown then coalesce(w.open, 0) end as open,
    case when t.is_shown then coalesce(w.older, 0) end as older,
    case when t.is_shown then (coalesce(w.open, 0))::double / t.employees end as value,
from teams as t
left join waiting as w on t.team is not distinct from w.team
where exists (select 1 from whole_cases as c where c.agent_id is not null)
order by value desc nulls last, "group"
