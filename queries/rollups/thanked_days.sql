-- grain: one row per day, person who was thanked by somebody else, channel, and whether staff thanked
create table thanked_days as
select
    day,
    target_id,
    channel,
    is_staff,
    count(*) as thanks
from interactions
where day is not null and kind = 'thanks' and target_id is not null and (actor_id is null or actor_id <> target_id)
group by day, target_id, channel, is_staff
order by day
