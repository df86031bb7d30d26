-- grain: one row per case opened in this period, the slowest reply first, at most 500; total says how many there are
-- Those of the $picked of a $dimension, opened on a $weekday and in an $hour, answered after more than $above and up to $up_to minutes
-- ($unanswered: without a reply); what is not given does not narrow. $clock as elsewhere.
with timed as not materialized (
    select
        *,
        case
            when $clock = 'business' then coalesce(response_business, cast($business_now as double) - opened_business)
            else coalesce(response_minutes, (epoch(cast($now as timestamptz)) - epoch(opened_at)) / 60)
        end as minutes,
    from cases
    where period = 'this' and not is_staff
),
chosen as not materialized (
    select case_id, opened_at, minutes, first_response_at, resolved_at, person_id, channel, team, agent_id, topic, priority, status, subject
    from timed
    where
        ($dimension is null or $picked = coalesce(
            case $dimension
                when 'channel' then channel
                when 'team' then team
                when 'agent' then agent_id
                when 'topic' then topic
                when 'priority' then priority
                when 'segment' then segment
                when 'region' then region
            end,
            '(not given)'
        ))
        and ($weekday is null or weekday = $weekday)
        and ($hour is null or hour = $hour)
        and ($above is null or (first_response_at is not null and minutes > $above))
        and ($up_to is null or (first_response_at is not null and minutes <= $up_to))
        and ($unanswered is null or first_response_at is null)
),
slowest as (
    select *, (select count(*) from chosen as every) as total
    from chosen
    order by minutes desc nulls last, case_id
    limit 500
)
select
    s.case_id,
    s.opened_at,
    s.minutes,
    s.first_response_at is not null as is_answered,
    (epoch(s.resolved_at) - epoch(s.opened_at)) / 3600 as hours_to_solved,
    s.person_id,
    p.name,
    s.subject,
    s.channel,
    s.team,
    coalesce(a.name, s.agent_id) as agent,
    s.topic,
    s.priority,
    s.status,
    s.total,
from slowest as s
left join whole_people as p on s.person_id = p.person_id
left join whole_people as a on s.agent_id = a.person_id
order by s.minutes desc nulls last, s.case_id
