-- grain: one row per month, employee (an answer without one is one of its own), score, channel, team, topic, segment and region
-- day is the month's 15th: a month belongs to the period that holds it. A question without an answer has no score, and nobody gave it: it counts
-- as asked, in the month of sending.
-- Read by the privacy rule alone: many answers of few people are still few, so that people must be told apart.
create table enps_answers as
with questions as (
    select
        month + 14 as day,
        month as answered_month,
        case when score is not null then coalesce(person_id, response_id) end as person,
        score,
        channel,
        team,
        topic,
        segment,
        region,
        sent_at
    from surveys
    where kind = 'enps' and day is not null
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
    count(score) as answers,
    count(sent_at) as asked,
    count(case when sent_at is not null then score end) as responded
from questions
group by day, answered_month, person, score, channel, team, topic, segment, region
order by day
