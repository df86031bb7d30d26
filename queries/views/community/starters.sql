-- grain: one row per who opened conversations (members or we) and topic of them, in the period; topic empty: none is known
-- A conversation is opened by a question or post that answers nothing, or by a post of ours. A text of several themes counts in each.
-- talked: those on which somebody else said something; replies: what others said, people: how many of them.
with since as (select min(start_day) as day from periods where period = 'this'),
asked as (
    select i.interaction_id, coalesce(i.thread_id, i.interaction_id) as thread, i.actor_id, i.themes, i.purpose
    from interactions as i
    where i.period = 'this' and not i.is_staff and i.parent_id is null and (i.kind = 'question' or i.kind = 'post')
),
-- Numbered, as text is dear to carry through joins.
opened as materialized (
    select *, row_number() over () as place
    from (
        select
            'members' as whose,
            interaction_id as opener_id,
            thread,
            coalesce(actor_id, '') as opener,
            coalesce(themes, cast(purpose as varchar)) as themes,
        from asked
        union all
        select 'we', p.post_id, null, coalesce(p.author_id, ''), cast(p.topic as varchar)
        from posts as p
        where p.period = 'this'
    ) as o
),
-- Read for each way to belong to a conversation alone: few columns read often are cheaper than many held at once.
said as not materialized (
    select i.parent_id, i.thread_id, i.post_id, i.actor_id
    from whole_interactions as i
    where
        i.day >= (select s.day from since as s)
        and i.actor_role is distinct from 'bot'
        and (i.kind = 'answer' or i.kind = 'reply' or i.kind = 'comment' or i.kind = 'thanks')
),
talk as (
    select o.place, s.actor_id
    from said as s
    inner join opened as o on s.thread_id = o.thread
    where coalesce(s.actor_id, '-') <> o.opener
    union all
    select o.place, s.actor_id
    from said as s
    inner join opened as o on s.post_id = o.opener_id
    where o.whose = 'we' and coalesce(s.actor_id, '-') <> o.opener
    union all
    select o.place, s.actor_id
    from said as s
    inner join opened as o on s.parent_id = o.opener_id
    where o.whose = 'members' and s.thread_id is distinct from o.thread and coalesce(s.actor_id, '-') <> o.opener
),
heard as (
    select place, count(*) as replies, count(distinct actor_id) as people
    from talk
    group by place
),
conversations as (
    select o.whose, o.themes, coalesce(h.replies, 0) as replies, coalesce(h.people, 0) as people
    from opened as o
    left join heard as h on o.place = h.place
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
