-- grain: one row per time that we turned to somebody: by a survey, a case that they opened or a word to them
-- looks back 0 days
create table contacts as
with turned as (
    select day, person, sent_at as moment
    from surveys
    where person is not null
    union all
    select day, person, coalesce(first_response_at, opened_at)
    from cases
    where person is not null
    union all
    select day, target, "at"
    from interactions
    where is_staff and target is not null
)
select day, person, moment
from turned
where day is not null and moment is not null
order by day
