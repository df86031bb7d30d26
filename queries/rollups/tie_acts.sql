-- grain: one row per act of words from one person to another: an answer, a reply, a comment, thanks or a mention
-- toward: to whom, which is the author of what it answers where the export names nobody (is_named: it does); empty where neither is known.
-- is_again: the same two have more such acts, either way, on any day and channel: a pair without them is one row.
create table tie_acts as
with said as (
    select
        day,
        channel,
        kind,
        segment,
        region,
        actor,
        actor_role,
        is_staff,
        target,
        case when target is null then parent_id end as parent_id
    from interactions
    where day is not null and kind in ('answer', 'reply', 'comment', 'thanks', 'mention')
),
parents as (
    select i.interaction_id, i.actor
    from interactions as i
    inner join (select parent_id from said where parent_id is not null group by parent_id) as s on i.interaction_id = s.parent_id
),
directed as (
    select s.*, coalesce(s.target, p.actor) as toward
    from said as s
    left join parents as p on s.parent_id = p.interaction_id
),
repeated as (
    select least(actor, toward) as one, greatest(actor, toward) as other
    from directed
    where actor <> toward
    group by least(actor, toward), greatest(actor, toward)
    having count(*) > 1
)
select
    d.day,
    d.channel,
    d.kind,
    d.segment,
    d.region,
    d.actor,
    d.actor_role,
    d.toward,
    d.is_staff,
    d.target is not null as is_named,
    r.one is not null as is_again
from directed as d
left join repeated as r on least(d.actor, d.toward) = r.one and greatest(d.actor, d.toward) = r.other
order by d.day
