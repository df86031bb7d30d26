-- grain: one row per team, segment and region of the employees of today: how many they are
-- before: people of the cells that are smaller, by team, segment and region where as small; least: people of the smallest cell.
create table employee_cells as
with found as (
    select day, team, segment, region
    from people
    where role = 'employee'
),
cells as (
    select min(day) as day, team, segment, region, count(*) as people
    from found
    group by team, segment, region
)
select
    day,
    team,
    segment,
    region,
    people,
    cast(coalesce(sum(people) over (order by people, team, segment, region rows between unbounded preceding and 1 preceding), 0) as bigint) as before,
    min(people) over () as least
from cells
order by day
