-- grain: one row per team of the cases that wait for us when the data end
-- overdue: a promise to the case is open and past its time; soon: it will be within $soon minutes
with waiting as (
    select coalesce(team, '(not given)') as team, waiting_since, (epoch(due_at) - epoch(cast($now as timestamptz))) / 60 as minutes_left
    from all_waiting_cases
    where waiting_since <= cast($now as timestamptz)
)
select
    team,
    count(*) as waiting,
    count(*) filter (where minutes_left <= 0) as overdue,
    count(*) filter (where minutes_left > 0 and minutes_left <= cast($soon as double)) as soon,
    count(*) filter (where minutes_left is null) as without_promise,
    min(waiting_since) as oldest,
    median((epoch(cast($now as timestamptz)) - epoch(waiting_since)) / 60) as median_minutes,
from waiting
group by team
order by overdue desc, waiting desc, team
