-- grain: one row per case that waits for us when the data end, who has waited longest first, at most 500; total says how many there are
-- waiting_minutes run from the question, or from the customer's last message. due_at is the earliest promise to this case that is still open.
-- Relationship: the latest NPS answer, valid referrals brought, and what was paid less refunded, in the currency of most orders.
with waiting as not materialized (
    select *
    from all_waiting_cases
    where waiting_since <= cast($now as timestamptz) and ($team is null or coalesce(team, '(not given)') = $team)
),
longest as materialized (
    select *, (select count(*) from waiting as every) as total
    from waiting
    order by waiting_since, case_id
    limit 500
),
unsaid as (
    select case_id, opened_at
    from longest
    where subject is null
),
heard as materialized (
    select interaction_id, thread_id, text, "at", is_staff
    from whole_interactions
    where
        text is not null
        and "at" >= (select min(opened_at) from unsaid)
        and (thread_id in (select case_id from unsaid) or interaction_id in (select case_id from unsaid))
),
said as (
    select u.case_id, max_by(h.text, h."at") as text
    from heard as h
    inner join unsaid as u on h.thread_id = u.case_id
    where not h.is_staff
    group by u.case_id
    union all
    select u.case_id, h.text
    from heard as h
    inner join unsaid as u on h.interaction_id = u.case_id
),
words as (
    select case_id, any_value(text) as text
    from said
    group by case_id
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
    coalesce(l.subject, w.text) as words,
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
left join words as w on l.case_id = w.case_id
order by l.waiting_since, l.case_id
