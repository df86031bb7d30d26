-- grain: one row per employee of today whom the filters keep
select person_id, number, team, segment, region
from whole_employees
where inside
