-- grain: one row per day on which cases were solved first, channel, team, topic, priority, segment and region; customers only
-- reopened is out of those of which is_reopened tells, one_touch (a single reply of an agent) out of those whose replies are counted
create table solved_days as
select
    solved_day as day,
    channel,
    team,
    topic,
    priority,
    segment,
    region,
    count(*) as solved,
    count(is_reopened) as followed,
    cast(sum(case when is_reopened then 1 else 0 end) as bigint) as reopened,
    count(agent_replies) as counted,
    cast(sum(case when agent_replies = 1 then 1 else 0 end) as bigint) as one_touch
from cases
where solved_day is not null and not is_staff
group by solved_day, channel, team, topic, priority, segment, region
order by solved_day
