-- grain: one row per day of an answer to a question, channel, segment and region of who gave it, whether that is staff, and whether it is the asker
-- is_own: who asked the question that it replies to, or that its thread is called by, gave it. Those few are taken from all that there are.
create table answer_days as
with own as (
    select a.day, a.channel, a.segment, a.region, a.is_staff, count(*) as answers
    from interactions as a
    inner join interactions as q on coalesce(a.parent_id, a.thread_id) = q.interaction_id and a.actor = q.actor
    where a.kind = 'answer' and q.kind = 'question' and a.day is not null
    group by a.day, a.channel, a.segment, a.region, a.is_staff
),
counted as (
    select day, channel, segment, region, is_staff, false as is_own, interactions as answers
    from interaction_days
    where kind = 'answer'
    union all
    select day, channel, segment, region, is_staff, false as is_own, -answers as answers
    from own
    union all
    select day, channel, segment, region, is_staff, true as is_own, answers
    from own
)
select
    day,
    channel,
    segment,
    region,
    is_staff,
    is_own,
    cast(sum(answers) as bigint) as answers
from counted
group by day, channel, segment, region, is_staff, is_own
having sum(answers) > 0
order by day
