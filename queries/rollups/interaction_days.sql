-- grain: one row per day, kind, channel, segment, region and whether staff did it
-- first_answers: answers that were the first to a question of somebody else who is not staff; bots do not count
create table interaction_days as
select
    day,
    week,
    month,
    kind,
    channel,
    segment,
    region,
    is_staff,
    count(*) as interactions,
    cast(sum(case when is_first_answer then 1 else 0 end) as bigint) as first_answers
from interactions
where day is not null
group by day, week, month, kind, channel, segment, region, is_staff
order by day
