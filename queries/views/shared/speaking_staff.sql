-- grain: one row per person who is no member in the ties of this period; side: staff, or apart (bots, deleted and test accounts)
-- So say the people, or the export of the role in which somebody spoke.
select actor, min(side) as side
from (
    select number as actor, side_of(role::varchar) as side from whole_people
    where is_staff
    union all
    select actor, side_of(actor_role::varchar) from tie_acts
    where period = 'this' and actor is not null and is_staff
    group by actor, actor_role
) as s
group by actor
