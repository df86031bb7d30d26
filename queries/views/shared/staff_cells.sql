-- grain: one row per team, segment and region of the employees of today; inside: the filters keep it
-- Privacy: a cell is the employees of one team, segment and region. Where the smallest cell has fewer than $hidden (at least 5) people, the
-- smallest ones are one block of as many or more. A choice is answered where it does not cut that block in two, so that no two answers,
-- added or subtracted, tell of fewer people; what the people did, and when, does not change the cells.
with cells as (
    select team, segment, region, bool_and(inside) as inside, count(*) as people
    from whole_employees
    group by team, segment, region
)
select
    *,
    coalesce(sum(people) over (order by people, team, segment, region rows between unbounded preceding and 1 preceding), 0) < greatest($hidden, 5)
    and min(people) over () < greatest($hidden, 5) as is_small,
from cells
