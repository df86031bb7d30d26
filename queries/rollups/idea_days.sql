-- grain: one row per day of the decision on an idea, topic, team, level and status
create table idea_days as
select
    decided_day as day,
    topic,
    team,
    level,
    status,
    count(*) as ideas,
    cast(sum(case when status in ('adopted', 'done') then 1 else 0 end) as bigint) as adopted
from actions
where decided_day is not null
group by decided_day, topic, team, level, status
order by decided_day
