-- grain: one row per who opened conversations (members or we) and topic of them, in the period; topic empty: none is known
-- A conversation is opened by a question or post that answers nothing, or by a post of ours. A text of several themes counts in each.
-- talked: those on which somebody else said something; replies: what others said, people: how many of them.
with since as (select min(start_day) as day from periods where period = 'this'),
opened as (
    select
        'members' as whose,
        i.interaction_id as opener_id,
        coalesce(i.thread_id, i.interaction_id) as thread,
        coalesce(i.actor_id, '') as opener,
        coalesce(i.themes, cast(i.purpose as varchar)) as themes,
    from interactions as i
    where i.period = 'this' and not i.is_staff and i.parent_id is null and (i.kind = 'question' or i.kind = 'post')
    union all
    select 'we', p.post_id, null, coalesce(p.author_id, ''), cast(p.topic as varchar)
    from posts as p
    where p.period = 'this'
),
said as (
    select i.interaction_id, i.parent_id, i.thread_id, i.post_id, i.actor_id
    from whole_interactions as i
    where
        i.day >= (select s.day from since as s)
        and i.actor_role is distinct from 'bot'
        and (i.kind = 'answer' or i.kind = 'reply' or i.kind = 'comment' or i.kind = 'thanks')
),
talk as (
    select o.whose, o.opener_id, s.interaction_id, s.actor_id
    from opened as o
    inner join said as s on o.thread = s.thread_id
    where coalesce(s.actor_id, '-') <> o.opener
    union all
    select o.whose, o.opener_id, s.interaction_id, s.actor_id
    from opened as o
    inner join said as s on o.opener_id = s.post_id
    where o.whose = 'we' and coalesce(s.actor_id, '-') <> o.opener
    union all
    select o.whose, o.opener_id, s.interaction_id, s.actor_id
    from opened as o
    inner join said as s on o.opener_id = s.parent_id
    where o.whose = 'members' and s.thread_id is distinct from o.thread and coalesce(s.actor_id, '-') <> o.opener
),
conversations as (
    select o.whose, o.opener_id, o.themes, count(t.interaction_id) as replies, count(distinct t.actor_id) as people
    from opened as o
    left join talk as t on o.opener_id = t.opener_id and o.whose = t.whose
    group by o.whose, o.opener_id, o.themes
),
single as (
    select *, unnest(coalesce(string_split(themes, chr(31)), [null])) as topic
    from conversations
)
select
    whose,
    topic,
    count(*) as conversations,
    count(*) filter (where replies > 0) as talked,
    rate(count(*) filter (where replies > 0), count(*)) as value,
    wilson_low(count(*) filter (where replies > 0), count(*)) as low,
    wilson_high(count(*) filter (where replies > 0), count(*)) as high,
    count(*) as n,
    sum(replies) as replies,
    sum(replies) / count(*) as replies_each,
    sum(people) / count(*) as people_each,
from single
group by whose, topic
order by replies_each desc, whose, topic nulls last
