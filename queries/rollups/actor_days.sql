-- grain: one row per day, person who did something and channel; customers and members only
-- a visit or an opened e-mail is only being seen, leaving is not taking part
create table actor_days as
select
    day,
    week,
    actor,
    channel,
    segment,
    region,
    count(*) as acts
from interactions
where day is not null and actor is not null and not is_staff and kind not in ('visit', 'open', 'leave', 'unsubscribe')
group by day, week, actor, channel, segment, region
order by day
