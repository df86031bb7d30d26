-- grain: one row per group of the dimension $by (kind, channel, team, agent, topic, segment or region; else all are one group) of the open promises
-- Open when the data end, of any day, of a $kind if one is given. overdue: due before $now, the data's last moment; not_yet_due: due later, and outside
-- every rate; next_due is the first of these. But for agents, the daily totals know those of the days before the last.
with agents as (
    select case_id, agent_id
    from whole_cases
    where $by = 'agent'
),
open as (
    select p.kind, p.channel, p.team, p.topic, p.segment, p.region, a.agent_id, p.due_at, 1 as promises
    from all_promises as p
    left join agents as a on p.case_id = a.case_id
    where p.kept_at is null and not p.is_staff and ($by = 'agent' or p.day >= cast(timezone($zone, cast($now as timestamptz)) as date))
    union all
    select kind, channel, team, topic, segment, region, null, null, overdue
    from all_promise_days
    where overdue > 0 and coalesce($by, '') <> 'agent' and day < cast(timezone($zone, cast($now as timestamptz)) as date)
),
grouped as (
    select
        coalesce(
            case $by
                when 'kind' then kind
                when 'channel' then channel
                when 'team' then team
                when 'agent' then agent_id
                when 'topic' then topic
                when 'segment' then segment
                when 'region' then region
                else 'all'
            end,
            '(not given)'
        ) as "group",
        due_at,
        promises,
    from open
    where $kind is null or kind = $kind
)
select
    "group",
    cast(coalesce(sum(promises) filter (where due_at is null or due_at <= cast($now as timestamptz)), 0) as bigint) as overdue,
    count(*) filter (where due_at > cast($now as timestamptz)) as not_yet_due,
    min(due_at) filter (where due_at > cast($now as timestamptz)) as next_due,
from grouped
group by "group"
order by overdue + not_yet_due desc, "group"
