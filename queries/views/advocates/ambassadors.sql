-- grain: one row per customer or member who is, was or could be an ambassador at the end of the period or of one of the 12 times 30 days before
-- Signs: the latest NPS is 9 or 10; a valid referral; $answers thanks from others; $orders orders; active in $months of the last 3 times
-- 30 days. Ambassador: $signs signs or more, no score of 0 to 6 in $quiet days, and consent. Candidate: the same without consent.
-- Resting: was an ambassador, and the signs are too few now. Lost: was one, and gave 0 to 6, or did nothing and bought nothing for $quiet days.
-- states has a letter each 30 days, the oldest first, the 13th now: a, c, r, l, or - for none. Followers count for nothing.
with ends as (
    select end_day from periods
    where period = 'this'
),
-- what was done to somebody, by others: thanks are signs, what we did is contact
toward as materialized (
    select i.target_id as person_id, i.day, i."at", i.is_staff, i.kind = 'thanks' and (i.actor_id is null or i.actor_id <> i.target_id) as is_thanks
    from whole_interactions as i
    inner join ends as d on i.day < d.end_day
    where i.target_id is not null and (i.is_staff or i.kind = 'thanks')
),
signs as (
    select referrer_id as person_id, day, 1 as referrals, 0 as thanks, 0 as orders, null as score, null as answered_at
    from whole_referrals
    where refusal is null and not is_staff
    union all
    select person_id, day, 0, 1, 0, null, null
    from toward
    where is_thanks
    union all
    select person_id, day, 0, 0, 1, null, null
    from whole_orders
    where not is_staff and (refunded is null or refunded < amount)
    union all
    select person_id, day, 0, 0, 0, score, answered_at
    from whole_surveys
    where kind = 'nps' and score is not null and not is_staff
),
signed_parts as (
    select
        s.person_id,
        cast(least(12, (d.end_day - s.day - 1) // 30) as integer) as back,
        sum(s.referrals) as referrals,
        sum(s.thanks) as thanks,
        sum(s.orders) as orders,
        arg_max(s.score, s.answered_at) as score,
        max(s.day) filter (s.score <= 6) as detracted,
        max(s.day) filter (s.orders = 1 or s.referrals = 1) as last_day,
    from signs as s
    inner join ends as d on s.day < d.end_day
    where s.person_id is not null
    group by s.person_id, back
),
-- Being active is one sign of the two: whoever has none of the others need not be judged, and none of what they did be looked at.
likely as (
    select person_id
    from signed_parts
    group by person_id
    having sum(referrals) > 0 or sum(thanks) >= coalesce($answers, 3) or sum(orders) >= coalesce($orders, 3) or max(score) >= 9
    union
    select person_id
    from all_people
    where coalesce($signs, 2) < 2
),
-- numbers, because long chains of windows over them are quicker than over ids
judgeable as materialized (
    select p.person_id, p.number, p.consent, row_number() over () as place
    from all_people as p
    inner join likely as l on p.person_id = l.person_id
    where not p.is_staff and p.role is distinct from 'partner'
),
numbered as (
    select j.place, p.back, p.referrals, p.thanks, p.orders, p.score, p.detracted, p.last_day
    from signed_parts as p
    inner join judgeable as j on p.person_id = j.person_id
),
active_parts as (
    select
        j.place,
        cast(least(12, (d.end_day - a.day - 1) // 30) as integer) as back,
        max(a.day) as last_day,
    from whole_actor_days as a
    inner join judgeable as j on a.actor = j.number
    inner join ends as d on a.day < d.end_day
    group by j.place, back
),
spine as (
    select j.place, j.consent, b.back, d.end_day - 30 * b.back as day
    from judgeable as j
    cross join (select cast(unnest(range(13)) as integer) as back) as b
    cross join ends as d
),
known as (
    select
        s.place,
        s.back,
        s.consent,
        coalesce(sum(p.referrals) over until, 0) as referrals,
        coalesce(sum(p.thanks) over until, 0) as thanks,
        coalesce(sum(p.orders) over until, 0) as orders,
        last_value(p.score ignore nulls) over until as score,
        count(a.last_day) over (partition by s.place order by s.back desc rows 2 preceding) as months,
        coalesce(max(p.detracted) over until >= s.day - coalesce($quiet, 180), false) as is_detractor,
        coalesce(max(greatest(p.last_day, a.last_day)) over until < s.day - coalesce($quiet, 180), true) as is_silent,
        max(greatest(p.last_day, a.last_day)) over until as last_day,
    from spine as s
    left join numbered as p on s.place = p.place and s.back = p.back
    left join active_parts as a on s.place = a.place and s.back = a.back
    window until as (partition by s.place order by s.back desc rows unbounded preceding)
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
            over (partition by place order by back desc rows between unbounded preceding and 1 preceding) as has_been,
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
told as (
    select
        place,
        string_agg(state, '' order by back desc) as states,
        max(signs) filter (where back = 0) as signs,
        max(score) filter (where back = 0) as score,
        max(referrals) filter (where back = 0) as referrals,
        max(thanks) filter (where back = 0) as thanks,
        max(orders) filter (where back = 0) as orders,
        max(months) filter (where back = 0) as months,
        max(last_day) filter (where back = 0) as last_day,
    from named
    group by place
    having bool_or(state <> '-')
),
persons as (
    select j.person_id, t.*
    from told as t
    inner join judgeable as j on t.place = j.place
),
contacts as (
    select person_id, max(moment) as contact_at
    from (
        select person_id, sent_at as moment, day from whole_surveys
        union all
        select person_id, coalesce(first_response_at, opened_at), day from whole_cases
        union all
        select person_id, "at", day from toward
        where is_staff
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
