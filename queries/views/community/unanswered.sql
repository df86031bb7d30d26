-- grain: one row per question of the period that nobody else has answered, newest first, at most 500; total says how many there are
with "open" as (
    select opened_at, interaction_id, count(*) over () as total
    from conversations
    where period = 'this' and kind = 'question' and answered_at is null
    order by opened_at desc, interaction_id
    limit 500
)
select
    i."at",
    epoch($now::timestamptz - i."at") / 60 as minutes,
    coalesce(p.name, i.actor_id) as name,
    i.text,
    cast(i.purpose as varchar) as purpose,
    cast(i.channel as varchar) as channel,
    cast(i.segment as varchar) as segment,
    cast(i.region as varchar) as region,
    i.actor_id as person_id,
    i.interaction_id,
    o.total,
from "open" as o
inner join all_interactions as i on o.opened_at = i."at" and o.interaction_id = i.interaction_id
left join whole_people as p on i.actor_id = p.person_id
order by i."at" desc, i.interaction_id
