-- grain: one row per question of the period that nobody else has answered, newest first, at most 500; total says how many there are
with questions as (
    select interaction_id, actor_id, "at", channel, segment, region, purpose, text, thread_id, coalesce(thread_id, interaction_id) as thread
    from interactions
    where period = 'this' and kind = 'question' and not is_staff
),
since as (select min(start_day) as day from periods),
firsts as (
    select i.parent_id, i.thread_id
    from whole_interactions as i
    where i.is_first_answer and i.day >= (select s.day from since as s)
),
"open" as (
    select *, count(*) over () as total
    from questions
    where
        interaction_id not in (select parent_id from firsts where parent_id is not null)
        and thread not in (select thread_id from firsts where thread_id is not null)
    order by "at" desc, interaction_id
    limit 500
)
select
    o."at",
    epoch($now::timestamptz - o."at") / 60 as minutes,
    coalesce(p.name, o.actor_id) as name,
    o.text,
    cast(o.purpose as varchar) as purpose,
    cast(o.channel as varchar) as channel,
    cast(o.segment as varchar) as segment,
    cast(o.region as varchar) as region,
    o.actor_id as person_id,
    o.interaction_id,
    o.total,
from "open" as o
left join whole_people as p on o.actor_id = p.person_id
order by o."at" desc, o.interaction_id
