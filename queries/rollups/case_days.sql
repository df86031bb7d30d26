-- grain: one row per day of opening, channel, team, topic, priority, segment and region; customers only
create table case_days as
select
    day,
    week,
    month,
    channel,
    team,
    topic,
    priority,
    segment,
    region,
    count(*) as opened,
    count(first_response_at) as answered,
    cast(sum(case when response_minutes <= 60 then 1 else 0 end) as bigint) as answered_within_hour,
    count(resolved_at) as resolved,
    cast(sum(case when resolved_at is not null and reopen_count > 0 then 1 else 0 end) as bigint) as reopened,
    cast(sum(case when resolved_at is not null and agent_replies = 1 then 1 else 0 end) as bigint) as one_touch
from cases
where day is not null and not is_staff
group by day, week, month, channel, team, topic, priority, segment, region
order by day
