-- grain: one row per customer or member who is, was or could be an ambassador at the end of the period or of one of the 12 times 30 days before
-- Signs: the latest NPS is 9 or 10; a valid referral; $answers thanks from others; $orders orders; active in $months of the last 3 times
-- 30 days. Ambassador: $signs signs or more, no score of 0 to 6 in $quiet days, and consent. Candidate: the same without consent.
-- Resting: was an ambassador, and the signs are too few now. Lost: was one, and gave 0 to 6, or did nothing and bought nothing for $quiet days.
-- states has a letter each 30 days, the oldest first, the 13th now: a, c, r, l, or - for none. Followers count for nothing.
with ends as (
    select end_day from periods
    where period = 'this'
),
events as (
    select referrer_id as person_id, day, 1 as referrals, 0 as thanks, 0 as orders, null as score, null as answered_at, 0 as active
    from whole_referrals
    where refusal is null and not is_staff
    union all
    select target_id, day, 0, thanks, 0, null, null, 0
    from whole_thanked_days
    union all
    select person_id, day, 0, 0, 1, null, null, 0
    from whole_orders
    where not is_staff and (refunded is null or refunded < amount)
    union all
    select person_id, day, 0, 0, 0, score, answered_at, 0
    from whole_surveys
    where kind = 'nps' and score is not null and not is_staff
    union all
    select distinct actor_id, day, 0, 0, 0, null, null, 1
    from whole_actor_days
),
parts as (
    select
        e.person_id,
        cast(least(12, (d.end_day - e.day - 1) // 30) as integer) as back,
        sum(e.referrals) as referrals,
        sum(e.thanks) as thanks,
        sum(e.orders) as orders,
        arg_max(e.score, e.answered_at) as score,
        max(e.day) filter (where e.score <= 6) as detracted,
        max(e.active) as active,
        max(e.day) filter (where e.active = 1 or e.orders = 1 or e.referrals = 1) as last_day,
    from events as e
    inner join ends as d on e.day < d.end_day
    where e.person_id is not null
    group by e.person_id, back
),
-- Being active is one sign of the two: whoever has none of the others need not be judged.
likely as (
    select person_id
    from parts
    group by person_id
    having
        sum(referrals) > 0 or sum(thanks) >= coalesce($answers, 3) or sum(orders) >= coalesce($orders, 3) or max(score) >= 9
        or coalesce($signs, 2) < 2
),
spine as (
    select l.person_id, p.consent, b.back, d.end_day - 30 * b.back as day
    from likely as l
    inner join all_people as p on l.person_id = p.person_id
    cross join (select cast(unnest(range(13)) as integer) as back) as b
    cross join ends as d
    where not p.is_staff and p.role is distinct from 'partner'
),
known as (
    select
        s.person_id,
        s.back,
        s.consent,
        coalesce(sum(p.referrals) over until, 0) as referrals,
        coalesce(sum(p.thanks) over until, 0) as thanks,
        coalesce(sum(p.orders) over until, 0) as orders,
        last_value(p.score ignore nulls) over until as score,
        coalesce(sum(p.active) over (partition by s.person_id order by s.back desc rows 2 preceding), 0) as months,
        coalesce(max(p.detracted) over until >= s.day - coalesce($quiet, 180), false) as is_detractor,
        coalesce(max(p.last_day) over until < s.day - coalesce($quiet, 180), true) as is_silent,
        max(p.last_day) over until as last_day,
    from spine as s
    left join parts as p on s.person_id = p.person_id and s.back = p.back
    window until as (partition by s.person_id order by s.back desc rows unbounded preceding)
),
signed as (
    select
        *,
        cast(coalesce(score >= 9, false) as integer) + cast((referrals > 0) as integer) + (thanks >= coalesce($answers, 3))::integer
        + (orders >= coalesce($orders, 3))::integer + (months >= coalesce($months, 2))::integer as signs,
    from known
),
judged as (
    select
        *,
        signs >= coalesce($signs, 2) and not is_detractor as is_met,
        bool_or(signs >= coalesce($signs, 2) and not is_detractor and consent)
            over (partition by person_id order by back desc rows between unbounded preceding and 1 preceding) as has_been,
    from signed
),
named as (
    select
        *,
        case
            when is_met and coalesce(consent, false) then 'a'
            when is_met then 'c'
            when coalesce(has_been, false) and (is_detractor or is_silent) then 'l'
            when coalesce(has_been, false) then 'r'
            else '-'
        end as state,
    from judged
),
persons as (
    select
        person_id,
        string_agg(state, '' order by back desc) as states,
        max(signs) filter (where back = 0) as signs,
        max(score) filter (where back = 0) as score,
        max(referrals) filter (where back = 0) as referrals,
        max(thanks) filter (where back = 0) as thanks,
        max(orders) filter (where back = 0) as orders,
        max(months) filter (where back = 0) as months,
        max(last_day) filter (where back = 0) as last_day,
    from named
    group by person_id
    having bool_or(state <> '-')
),
contacts as (
    select person_id, max(moment) as contact_at
    from (
        select person_id, sent_at as moment, day from whole_surveys
        union all
        select person_id, coalesce(first_response_at, opened_at), day from whole_cases
        union all
        select target_id, "at", day from whole_interactions
        where is_staff and target_id is not null
    ) as c
    where person_id in (select person_id from persons) and day < (select end_day from ends)
    group by person_id
)
select
    e.person_id,
    coalesce(p.name, e.person_id) as name,
    p.segment,
    p.region,
    e.states,
    cast(e.signs as bigint) as signs,
    e.score,
    cast(e.referrals as bigint) as referrals,
    cast(e.thanks as bigint) as thanks,
    cast(e.orders as bigint) as orders,
    cast(e.months as bigint) as months,
    p.consent,
    e.last_day,
    c.contact_at,
    o.name as owner,
from persons as e
left join whole_people as p on e.person_id = p.person_id
left join whole_people as o on p.owner_id = o.person_id
left join contacts as c on e.person_id = c.person_id
order by e.signs desc, e.referrals desc, e.thanks desc, e.person_id
