-- grain: one row per NPS answer of a person, by number and id: when and where it was given, the score, and what followed it; customers only
-- next_day: of the next answer, so that this one holds until then; days: until they first brought somebody by a valid referral, empty where
-- that took more than 90. Either may be of any channel, whatever that of the answer was.
create table nps_followed as
with answers as (
    select
        day,
        person,
        person_id,
        answered_at,
        score,
        channel,
        team,
        topic,
        segment,
        region,
        lead(day) over (partition by person order by answered_at, response_id) as next_day
    from surveys
    where kind = 'nps' and score is not null and person_id is not null and not is_staff and day is not null
),
made as (
    select referrer, coalesce(invited_at, joined_at, converted_at) as made_at
    from main.referrals
    where refusal is null
),
brought as (
    select a.person, a.answered_at, min(m.made_at) as made_at
    from answers as a
    inner join made as m on a.person = m.referrer and a.answered_at <= m.made_at and m.made_at < a.answered_at + interval 90 day
    group by a.person, a.answered_at
)
select
    a.day,
    a.person,
    a.person_id,
    a.answered_at,
    a.score,
    a.channel,
    a.team,
    a.topic,
    a.segment,
    a.region,
    a.next_day,
    (epoch(b.made_at) - epoch(a.answered_at)) / 86400 as days
from answers as a
left join brought as b on a.person = b.person and a.answered_at = b.answered_at
order by a.day
