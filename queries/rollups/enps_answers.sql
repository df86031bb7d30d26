-- grain: one row per day, employee (an answer without one is one of its own), score, channel, team, topic, segment and region
-- Read by the privacy rule alone: many answers of few people are still few, so that people must be told apart.
create table enps_answers as
with answers as (
    select day, month, coalesce(person_id, response_id) as person, score, channel, team, topic, segment, region
    from surveys
    where kind = 'enps' and score is not null and day is not null
)
select
    day,
    month,
    person,
    score,
    channel,
    team,
    topic,
    segment,
    region,
    count(*) as answers
from answers
group by day, month, person, score, channel, team, topic, segment, region
order by day
