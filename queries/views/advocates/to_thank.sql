-- grain: one row per act of advocacy of the period that nobody of us thanked or answered within 7 days, newest first, at most 500
-- Acts whose 7 days still run are left out; acts and thanked say how many there are to judge, and how many were thanked.
with acts as (
    select interaction_id as act_id, "at", actor_id as person_id, kind::varchar as act, channel::varchar as channel, text
    from interactions
    where
        period = 'this'
        and actor_id is not null
        and not is_staff
        and (
            (kind = 'answer' and (target_id is null or target_id <> actor_id))
            or kind = 'share'
            or (
                (kind = 'mention' or kind = 'post')
                and (purpose = 'praise' or sentiment = 'positive')
                and (sentiment is null or sentiment <> 'negative')
            )
        )
    union all
    select referral_id, coalesce(invited_at, joined_at, converted_at), referrer_id, 'referral', channel::varchar, null
    from referrals
    where period = 'this' and refusal is null and not is_staff
),
ours as (
    select parent_id, target_id, kind = 'thanks' as is_thanks, "at"
    from whole_interactions
    where is_staff and actor_role is distinct from 'bot' and (kind = 'thanks' or kind = 'reply' or kind = 'answer' or kind = 'comment')
),
judged as (
    select a.*, bool_or(o.parent_id is not null) as is_answered
    from acts as a
    left join ours as o on a.act_id = o.parent_id and a."at" <= o."at" and o."at" < a."at" + interval 7 day
    where a."at" < cast($data_to as date) - interval 7 day
    group by a.act_id, a."at", a.person_id, a.act, a.channel, a.text
),
thanked as (
    select j.*, j.is_answered or bool_or(o.target_id is not null) as is_thanked
    from judged as j
    left join ours as o on j.person_id = o.target_id and o.is_thanks and j."at" <= o."at" and o."at" < j."at" + interval 7 day
    group by j.act_id, j."at", j.person_id, j.act, j.channel, j.text, j.is_answered
),
counted as (
    select *, count(*) over () as acts, count(*) filter (where is_thanked) over () as thanked
    from thanked
)
select
    c."at",
    c.person_id,
    coalesce(p.name, c.person_id) as name,
    c.act,
    c.channel,
    c.text,
    o.name as owner,
    c.act_id,
    c.acts,
    c.thanked,
from counted as c
left join whole_people as p on c.person_id = p.person_id
left join whole_people as o on p.owner_id = o.person_id
where not c.is_thanked
order by c."at" desc, c.act_id
limit 500
