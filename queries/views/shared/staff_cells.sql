-- grain: one row per team, segment and region of the employees of today; inside: the filters keep it
-- Privacy: a cell is the employees of one team, segment and region. Where the smallest cell has fewer than $hidden (at least 5) people, the
-- smallest ones are one block of as many or more. A choice is answered where it does not cut that block in two, so that no two answers,
-- added or subtracted, tell of fewer people; what the people did, and when, does not change the cells.
select
    team,
    segment,
    region,
    inside,
    people,
    before < greatest($hidden, 5) and least < greatest($hidden, 5) as is_small,
from whole_employee_cells
