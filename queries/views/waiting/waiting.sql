-- grain: one row per case that waits for us when the data end, who has waited longest first, at most 500; total says how many there are
-- waiting_minutes run from the question, or from the customer's last message. due_at is the earliest promise to this case that is still open.
-- Relationship: the latest NPS answer, valid referrals brought, and what was paid less refunded, in the currency of most orders.
with waiting as not materialized (
    select *
    from all_waiting_cases
    where waiting_since <= cast($now as timestamptz) and ($team is null or coalesce(team, '(not given)') = $team)
),
longest as (
    select *, (select count(*) from waiting as every) as total
    from waiting
    order by waiting_since, case_id
    limit 500
)
select
    l.case_id,
    l.waiting_since,
    (epoch(cast($now as timestamptz)) - epoch(l.waiting_since)) / 60 as waiting_minutes,
    l.first_response_at is not null as is_answered,
    l.due_at,
    l.promise,
    (epoch(l.due_at) - epoch(cast($now as timestamptz))) / 60 as minutes_left,
    l.person_id,
    p.name,
    l.words,
    l.channel,
    l.team,
    coalesce(a.name, l.agent_id) as agent,
    l.topic,
    l.priority,
    l.nps,
    l.referrals,
    l.value,
    l.currency,
    l.segment,
    l.region,
    l.opened_at,
    l.total,
from longest as l
left join whole_people as p on l.person_id = p.person_id
left join whole_people as a on l.agent_id = a.person_id
order by l.waiting_since, l.case_id
