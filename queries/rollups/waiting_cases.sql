-- grain: one row per case that waits for us, of any day, with the earliest open promise to it and what is known of who waits; customers only
-- nps: the latest answer; referrals: valid ones brought; value: paid less refunded, in the currency of most orders; read past the filters
-- words: the subject or, where there is none, the latest message of the customer in the thread of the case, or the one that it was made of
create table waiting_cases as
with waiting as (
    select
        day,
        case_id,
        person_id,
        channel,
        team,
        agent_id,
        topic,
        priority,
        segment,
        region,
        subject,
        opened_at,
        first_response_at,
        waiting_since
    from cases
    where waiting_since is not null and not is_staff
),
unsaid as (
    select case_id, opened_at
    from waiting
    where subject is null
),
said as (
    select u.case_id, max_by(i.text, i.at) as text
    from unsaid as u
    inner join interactions as i on u.case_id = i.thread_id
    where i.text is not null and not i.is_staff and i.at >= (select min(first.opened_at) from unsaid as first)
    group by u.case_id
),
opened as (
    select u.case_id, i.text
    from unsaid as u
    inner join interactions as i on u.case_id = i.interaction_id
    where i.text is not null and i.at >= (select min(first.opened_at) from unsaid as first)
),
due as (
    select case_id, due_at, kind as promise, row_number() over (partition by case_id order by due_at, promise_id) as place
    from promises
    where kept_at is null and due_at is not null and case_id in (select case_id from waiting)
),
opinions as (
    select person_id, score as nps, row_number() over (partition by person_id order by answered_at desc, response_id desc) as place
    from surveys
    where
        kind = 'nps'
        and score is not null
        and answered_at is not null
        and not is_staff
        and person_id in (select person_id from waiting)
),
brought as (
    select referrer_id, count(*) as referrals
    from referrals
    where refusal is null and referrer_id in (select person_id from waiting)
    group by referrer_id
),
paid as (
    select person_id, currency, count(*) as orders, cast(sum(amount - coalesce(refunded, 0)) as double) as value
    from orders
    where person_id in (select person_id from waiting)
    group by person_id, currency
),
spent as (
    select person_id, value, currency, row_number() over (partition by person_id order by orders desc, value desc, currency) as place
    from paid
)
select
    w.day,
    w.case_id,
    w.person_id,
    w.channel,
    w.team,
    w.agent_id,
    w.topic,
    w.priority,
    w.segment,
    w.region,
    coalesce(w.subject, t.text, f.text) as words,
    w.opened_at,
    w.first_response_at,
    w.waiting_since,
    d.due_at,
    d.promise,
    o.nps,
    b.referrals,
    s.value,
    s.currency
from waiting as w
left join due as d on w.case_id = d.case_id and d.place = 1
left join said as t on w.case_id = t.case_id
left join opened as f on w.case_id = f.case_id
left join opinions as o on w.person_id = o.person_id and o.place = 1
left join brought as b on w.person_id = b.referrer_id
left join spent as s on w.person_id = s.person_id and s.place = 1
order by w.waiting_since, w.case_id
