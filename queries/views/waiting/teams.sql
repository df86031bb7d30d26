-- grain: one row per team of the cases that wait for us when the data end
-- overdue: a promise to the case is open and past its time; soon: it will be within $soon minutes
with waiting as (
    select case_id, coalesce(team, '(not given)') as team, waiting_since
    from all_cases
    where waiting_since <= cast($now as timestamptz) and not is_staff
),
due as (
    select case_id, min(due_at) as due_at
    from whole_promises
    where kept_at is null and case_id in (select case_id from waiting)
    group by case_id
),
left_over as (
    select w.team, w.waiting_since, (epoch(d.due_at) - epoch(cast($now as timestamptz))) / 60 as minutes_left
    from waiting as w
    left join due as d on w.case_id = d.case_id
)
select
    team,
    count(*) as waiting,
    count(*) filter (where minutes_left <= 0) as overdue,
    count(*) filter (where minutes_left > 0 and minutes_left <= cast($soon as double)) as soon,
    count(*) filter (where minutes_left is null) as without_promise,
    min(waiting_since) as oldest,
    median((epoch(cast($now as timestamptz)) - epoch(waiting_since)) / 60) as median_minutes,
from left_over
group by team
order by overdue desc, waiting desc, team
