-- grain: one row per group of the dimension $by (kind, channel, team, agent, topic, segment or region; else all are one group) of the open promises
-- Open when the data end, of any day, of a $kind if one is given. overdue: due before $now, the data's last moment; not_yet_due: due later, and outside
-- every rate; next_due is the first of these.
with agents as (
    select case_id, agent_id
    from whole_cases
    where $by = 'agent'
),
open as (
    select
        coalesce(
            case $by
                when 'kind' then p.kind
                when 'channel' then p.channel
                when 'team' then p.team
                when 'agent' then a.agent_id
                when 'topic' then p.topic
                when 'segment' then p.segment
                when 'region' then p.region
                else 'all'
            end,
            '(not given)'
        ) as "group",
        p.due_at,
    from all_promises as p
    left join agents as a on p.case_id = a.case_id
    where p.kept_at is null and not p.is_staff and ($kind is null or p.kind = $kind)
)
select
    "group",
    count(*) filter (where due_at <= cast($now as timestamptz)) as overdue,
    count(*) filter (where due_at > cast($now as timestamptz)) as not_yet_due,
    min(due_at) filter (where due_at > cast($now as timestamptz)) as next_due,
from open
group by "group"
order by overdue + not_yet_due desc, "group"
