-- grain: one row per act of advocacy of the period that nobody of us thanked or answered within 7 days, newest first, at most 500
-- Acts whose 7 days still run are left out; acts and thanked say how many there are to judge, and how many were thanked.
with acts as (
    select interaction_id as act_id, "at", actor, kind::varchar as act, channel::varchar as channel
    from interactions
    where
        period = 'this'
        and actor is not null
        and not is_staff
        and (
            (kind = 'answer' and (target is null or target <> actor))
            or kind = 'share'
            or (
                (kind = 'mention' or kind = 'post')
                and (purpose = 'praise' or sentiment = 'positive')
                and (sentiment is null or sentiment <> 'negative')
            )
        )
    union all
    select referral_id, coalesce(invited_at, joined_at, converted_at), referrer, 'referral', channel::varchar
    from referrals
    where period = 'this' and refusal is null and not is_staff
),
ours as (
    select i.parent_id, i.target, i.kind = 'thanks' as is_thanks, i."at"
    from whole_interactions as i
    where
        i.day >= cast($period_start as date)
        and i.day < cast($period_end as date) + 8
        and i.is_staff
        and i.actor_role is distinct from 'bot'
        and (i.kind = 'thanks' or i.kind = 'reply' or i.kind = 'answer' or i.kind = 'comment')
),
thanked as (
    select a.act_id
    from acts as a
    inner join ours as o on a.act_id = o.parent_id and a."at" <= o."at" and o."at" < a."at" + interval 7 day
    union
    select a.act_id
    from acts as a
    inner join ours as o on a.actor = o.target and o.is_thanks and a."at" <= o."at" and o."at" < a."at" + interval 7 day
),
judged as materialized (
    select a.act_id, a."at", a.actor, a.act, a.channel, t.act_id is not null as is_thanked
    from acts as a
    left join thanked as t on a.act_id = t.act_id
    where a."at" < cast($data_to as date) - interval 7 day
),
counted as (
    select count(*) as acts, count(*) filter (where is_thanked) as thanked
    from judged
),
listed as (
    select act_id, "at", actor, act, channel
    from judged
    where not is_thanked
    order by "at" desc, act_id
    limit 500
),
newest as materialized (
    select l.*, n.person_id
    from listed as l
    left join account.actors as n on l.actor = n.actor
)
select
    n."at",
    n.person_id,
    coalesce(p.name, n.person_id) as name,
    n.act,
    n.channel,
    i.text,
    o.name as owner,
    n.act_id,
    c.acts,
    c.thanked,
from newest as n
cross join counted as c
left join all_interactions as i on n."at" = i."at" and n.act_id = i.interaction_id
left join whole_people as p on n.person_id = p.person_id
left join whole_people as o on p.owner_id = o.person_id
order by n."at" desc, n.act_id
