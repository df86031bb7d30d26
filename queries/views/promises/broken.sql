-- grain: one row per promise that was due in this period and not kept on time, the newest due first, at most 500; total says how many there are
-- Those of a $kind, of the $picked of a $dimension; what is not given does not narrow. Minutes late run to the data's last moment while it is open.
-- But for those of an agent, the daily totals tell how many there are and on which days the newest lie, so that no other day is looked at.
with counted as (
    select day, sum(late) + sum(overdue) as promises
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
),
days as (
    select day, sum(promises) over () as total, sum(promises) over () - sum(promises) over (order by day) as later
    from counted
    where promises > 0
),
recent as (
    select day, total
    from days
    where later < 500 or $dimension = 'agent'
)
select
    b.due_at,
    b.kept_at,
    case when b.kept_at is null then 'overdue' else 'late' end as state,
    (epoch(coalesce(b.kept_at, cast($now as timestamptz))) - epoch(b.due_at)) / 60 as minutes_late,
    b.kind,
    b.person_id,
    p.name,
    b.channel,
    b.team,
    b.topic,
    b.segment,
    b.region,
    b.made_at,
    b.case_id,
    b.order_id,
    b.promise_id,
    case when $dimension = 'agent' then count(*) over () else r.total end as total,
from promises as b
inner join recent as r on b.day = r.day
left join whole_people as p on b.person_id = p.person_id
where
    b.period = 'this'
    and not b.is_staff
    and (b.kept_at is null or b.kept_at > b.due_at)
    and ($kind is null or b.kind = $kind)
    and ($dimension is null or $dimension = 'agent' or $picked = coalesce(
        case $dimension
            when 'kind' then b.kind
            when 'channel' then b.channel
            when 'team' then b.team
            when 'topic' then b.topic
            when 'segment' then b.segment
            when 'region' then b.region
        end,
        '(not given)'
    ))
    and ($dimension is null or $dimension <> 'agent' or b.case_id in (select c.case_id from whole_cases as c where c.agent_id = $picked))
order by b.due_at desc, b.promise_id
limit 500
