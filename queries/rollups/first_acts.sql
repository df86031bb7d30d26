-- grain: one row per member, by number, who ever asked a question, on the day of the first one; and on no day, one per member who only answered others
-- asked_at and helped_at: moments of the first question, and of the first answer to somebody else, in any channel
create table first_acts as
with firsts as (
    select
        i.actor,
        min(case when i.kind = 'question' then i.at end) as asked_at,
        min(case when i.kind = 'answer' then i.at end) as helped_at
    from interactions as i
    where
        i.actor is not null
        and not i.is_staff
        and (i.kind = 'question' or (i.kind = 'answer' and (i.target is null or i.target <> i.actor)))
    group by i.actor
),
questions as (
    select
        f.actor,
        i.day,
        i.channel,
        i.segment,
        i.region,
        row_number() over (partition by f.actor order by i.interaction_id) as place
    from firsts as f
    inner join interactions as i on f.actor = i.actor and f.asked_at = i.at
    where i.kind = 'question' and not i.is_staff
),
acts as (
    select f.actor, f.asked_at, f.helped_at, q.day, q.channel, q.segment, q.region
    from firsts as f
    left join questions as q on f.actor = q.actor
    where q.place is null or q.place = 1
)
select actor, day, channel, segment, region, min(asked_at) as asked_at, min(helped_at) as helped_at
from acts
group by actor, day, channel, segment, region
order by day
