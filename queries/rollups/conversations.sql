-- grain: one row per question of a customer or member, and per post of theirs that answers nothing
-- replies: what others said on it, without bots; talkers: by how many people. answered_at and by_staff: the first answer by somebody else;
-- any_at: the first one, whoever gave it; is_accepted: who asked gave thanks in its thread.
-- What is said in a thread is said on all that were opened in it. An answer belongs to the question that it replies to, and to the first of its thread.
create table conversations as
with openers as (
    select
        i.interaction_id,
        coalesce(i.thread_id, i.interaction_id) as thread,
        i.parent_id,
        i.at as opened_at,
        i.day,
        i.kind,
        i.channel,
        i.segment,
        i.region,
        i.actor,
        i.purpose,
        i.themes,
        row_number() over (order by i.at) as place
    from interactions as i
    where i.day is not null and not i.is_staff and (i.kind = 'question' or (i.kind = 'post' and i.parent_id is null))
),
firsts as (
    select min_by(place, interaction_id) as place
    from openers
    where kind = 'question'
    group by thread
),
placed as (
    select o.place, o.thread, o.interaction_id, o.actor, f.place is not null as is_first
    from openers as o
    left join firsts as f on o.place = f.place
),
said as (
    select
        i.parent_id,
        i.thread_id,
        i.at as said_at,
        i.actor,
        i.kind = 'thanks' as is_thanks,
        i.actor_role is null or i.actor_role <> 'bot' as is_person,
        i.kind = 'answer' or i.is_first_answer as is_answer,
        case when i.is_first_answer then i.is_staff end as by_staff
    from interactions as i
    where i.kind = 'answer' or i.kind = 'reply' or i.kind = 'comment' or i.kind = 'thanks'
),
talk as (
    select
        o.place,
        s.actor,
        s.by_staff,
        s.said_at,
        s.is_answer and o.is_first as is_answer,
        s.is_person and (s.actor is null or o.actor is null or s.actor <> o.actor) as is_reply,
        s.is_thanks and s.actor = o.actor as is_accepted
    from said as s
    inner join placed as o on s.thread_id = o.thread
    union all
    select
        o.place,
        s.actor,
        s.by_staff,
        s.said_at,
        s.is_answer,
        s.is_person and (s.actor is null or o.actor is null or s.actor <> o.actor) and (s.thread_id is null or s.thread_id <> o.thread) as is_reply,
        false as is_accepted
    from said as s
    inner join placed as o on s.parent_id = o.interaction_id
    where s.thread_id is null or s.thread_id <> o.thread or not o.is_first
),
heard as (
    select
        place,
        sum(case when is_reply then 1 else 0 end) as replies,
        count(distinct case when is_reply then actor end) as talkers,
        min(case when is_answer then said_at end) as any_at,
        min(case when is_answer and by_staff is not null then said_at end) as answered_at,
        min_by(case when is_answer then by_staff end, case when is_answer and by_staff is not null then said_at end) as by_staff,
        max(case when is_accepted then 1 else 0 end) as accepted
    from talk
    group by place
)
select
    o.day,
    o.opened_at,
    o.interaction_id,
    o.kind,
    o.channel,
    o.segment,
    o.region,
    o.actor,
    o.purpose,
    o.themes,
    o.parent_id is null as is_opening,
    cast(coalesce(h.replies, 0) as bigint) as replies,
    coalesce(h.talkers, 0) as talkers,
    h.any_at,
    h.answered_at,
    h.by_staff,
    coalesce(h.accepted, 0) = 1 as is_accepted
from openers as o
left join heard as h on o.place = h.place
order by o.day
