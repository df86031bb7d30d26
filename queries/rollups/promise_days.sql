-- grain: one row per day due, kind, channel, team, topic, segment and region; customers only
-- overdue promises are due and still open; whoever asks about days that are over asks about promises that were due
create table promise_days as
select
    day,
    week,
    month,
    kind,
    channel,
    team,
    topic,
    segment,
    region,
    count(*) as due,
    cast(sum(case when kept_at <= due_at then 1 else 0 end) as bigint) as kept,
    cast(sum(case when kept_at > due_at then 1 else 0 end) as bigint) as late,
    cast(sum(case when kept_at is null then 1 else 0 end) as bigint) as overdue
from promises
where day is not null and not is_staff
group by day, week, month, kind, channel, team, topic, segment, region
order by day
