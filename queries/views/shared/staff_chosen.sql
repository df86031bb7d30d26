-- grain: the only row: how many employees the filters keep, and whether they may be told of (see staff_cells)
select
    sum(people) filter (where inside) as employees,
    count(*) filter (where is_small and inside) = 0
    or (count(*) filter (where is_small and not inside) = 0 and sum(people) filter (where is_small) >= greatest($hidden, 5)) as is_shown,
from staff_cells
