-- grain: one row per employee of today
-- What is told of employees asks who they are before anything else, and they are few among all people.
create table employees as
with found as (
    select day, person_id, number, team, segment, region
    from people
    where role = 'employee'
)
select day, person_id, number, team, segment, region
from found
order by day, person_id
