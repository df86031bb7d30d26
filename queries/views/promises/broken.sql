-- grain: one row per promise that was due in this period and not kept on time, the newest due first, at most 500; total says how many there are
-- Those of a $kind, of the $picked of a $dimension; what is not given does not narrow. Minutes late run to the data's last moment while it is open.
-- But for those of an agent, the daily totals tell how many there are and on which days the newest lie, so that no other day is looked at.
with counted as (
    select day, sum(late + overdue) as promises
    from promise_days
    where
        period = 'this'
        and ($kind is null or kind = $kind)
        and ($dimension is null or $dimension = 'agent' or $picked = coalesce(
            case $dimension
                when 'kind' then kind
                when 'channel' then channel
                when 'team' then team
                when 'topic' then topic
                when 'segment' then segment
                when 'region' then region
            end,
            '(not given)'
        ))
    group by day
    having sum(late + overdue) > 0
),
days as (
    select day, sum(promises) over () as total, sum(promises) over (order by day desc rows unbounded preceding) - promises as later
    from counted
),
recent as (
    select day, total
    from days
    where later < 500 or $dimension = 'agent'
),
chosen as (
    select
        p.promise_id,
        p.kind,
        p.due_at,
        p.kept_at,
        p.made_at,
        p.person_id,
        p.case_id,
        p.order_id,
        p.channel,
        p.team,
        p.topic,
        p.segment,
        p.region,
        case when $dimension = 'agent' then count(*) over () else r.total end as total,
    from promises as p
    inner join recent as r on p.day = r.day
    where
        p.period = 'this'
        and not p.is_staff
        and (p.kept_at is null or p.kept_at > p.due_at)
        and ($kind is null or p.kind = $kind)
        and ($dimension is null or $dimension = 'agent' or $picked = coalesce(
            case $dimension
                when 'kind' then p.kind
                when 'channel' then p.channel
                when 'team' then p.team
                when 'topic' then p.topic
                when 'segment' then p.segment
                when 'region' then p.region
            end,
            '(not given)'
        ))
        and ($dimension is null or $dimension <> 'agent' or p.case_id in (select c.case_id from whole_cases as c where c.agent_id = $picked))
),
newest as (
    select *
    from chosen
    order by due_at desc, promise_id
    limit 500
)
select
    n.due_at,
    n.kept_at,
    case when n.kept_at is null then 'overdue' else 'late' end as state,
    (epoch(coalesce(n.kept_at, cast($now as timestamptz))) - epoch(n.due_at)) / 60 as minutes_late,
    n.kind,
    n.person_id,
    p.name,
    n.channel,
    n.team,
    n.topic,
    n.segment,
    n.region,
    n.made_at,
    n.case_id,
    n.order_id,
    n.promise_id,
    n.total,
from newest as n
left join whole_people as p on n.person_id = p.person_id
order by n.due_at desc, n.promise_id
