-- grain: one row per team of the employees whom the filters keep, and whether it may be told of (see staff_cells)
select
    team,
    sum(people) as employees,
    (select c.is_shown from staff_chosen as c) and (
        count(*) filter (where is_small) = 0
        or (count(*) filter (where is_small) = (select count(*) from staff_cells as z where z.is_small)
            and sum(people) filter (where is_small) >= greatest($hidden, 5))
    ) as is_shown,
from staff_cells
where inside
group by team
