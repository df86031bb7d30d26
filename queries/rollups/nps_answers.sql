-- grain: one row per NPS answer of a person, by number and id: day, moment, score, channel, team, topic, segment and region; customers only
create table nps_answers as
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
    count(*) as answers
from surveys
where kind = 'nps' and score is not null and person_id is not null and not is_staff and day is not null
group by day, person, person_id, answered_at, score, channel, team, topic, segment, region
order by day
