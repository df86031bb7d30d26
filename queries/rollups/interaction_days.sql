-- grain: one row per day, kind, channel, segment, region and whether staff did it
-- first_answers: answers that were the first to a question of somebody else who is not staff; bots do not count
create table interaction_days as
with questions as (
    select interaction_id, actor_id, coalesce(thread_id, interaction_id) as thread
    from interactions
    where kind = 'question' and not is_staff
),
threads as (
    select thread, min(interaction_id) as question_id, min(actor_id) as asker
    from questions
    group by thread
),
answers as (
    select
        a.interaction_id,
        coalesce(q.interaction_id, t.question_id) as question_id,
        row_number() over (
            partition by coalesce(q.interaction_id, t.question_id)
            order by a."at", a.interaction_id
        ) as place
    from interactions as a
    left join questions as q on a.parent_id = q.interaction_id
    left join threads as t on a.thread_id = t.thread
    where
        a.kind in ('answer', 'reply')
        and coalesce(a.actor_role, '') <> 'bot'
        and coalesce(q.interaction_id, t.question_id) is not null
        and coalesce(a.actor_id, '') <> coalesce(q.actor_id, t.asker, '-')
)
select
    i.day,
    i.week,
    i.month,
    i.kind,
    i.channel,
    i.segment,
    i.region,
    i.is_staff,
    count(*) as interactions,
    count(a.interaction_id) as first_answers
from interactions as i
left join answers as a on i.interaction_id = a.interaction_id and a.place = 1
where i.day is not null
group by i.day, i.week, i.month, i.kind, i.channel, i.segment, i.region, i.is_staff
order by i.day
