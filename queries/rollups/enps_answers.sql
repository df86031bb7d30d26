-- grain: one row per month of the answer, employee (an answer without one is one of its own), score, channel, team, topic, segment and region
-- day is the month's 15th: a month belongs to the period that holds it.
-- Read by the privacy rule alone: many answers of few people are still few, so that people must be told apart.
create table enps_answers as
with answers as (
    select month + 14 as day, month as answered_month, coalesce(person_id, response_id) as person, score, channel, team, topic, segment, region
    from surveys
    where kind = 'enps' and score is not null and day is not null
)
select
    day,
    answered_month,
    person,
    score,
    channel,
    team,
    topic,
    segment,
    region,
    count(*) as answers
from answers
group by day, answered_month, person, score, channel, team, topic, segment, region
order by day
