-- grain: one row per who opened conversations (members or we) and topic of them, in the period; topic empty: none is known
-- A conversation is opened by a question or post that answers nothing, or by a post of ours. A text of several themes counts in each.
-- talked: those on which somebody else said something; replies: what others said, people: how many of them.
with heard as (
    select t.post_id, count(*) as replies, count(distinct t.actor) as people
    from whole_post_talk as t
    where
        t.is_reply
        and t.day >= cast($period_start as date)
        and t.published_day >= cast($period_start as date)
        and t.published_day < cast($period_end as date)
    group by t.post_id
),
opened as (
    select 'members' as whose, coalesce(themes, cast(purpose as varchar)) as themes, replies, talkers as people
    from conversations
    where period = 'this' and is_opening
    union all
    select 'we', cast(p.topic as varchar), coalesce(h.replies, 0), coalesce(h.people, 0)
    from posts as p
    left join heard as h on p.post_id = h.post_id
    where p.period = 'this'
),
-- conversations of equal themes are summed before these are taken apart
themed as (
    select whose, themes, count(*) as conversations, count(*) filter (where replies > 0) as talked, sum(replies) as replies, sum(people) as people
    from opened
    group by whose, themes
),
single as (
    select *, unnest(coalesce(string_split(themes, chr(31)), [null])) as topic
    from themed
),
counted as (
    select
        whose,
        topic,
        cast(sum(conversations) as bigint) as conversations,
        cast(sum(talked) as bigint) as talked,
        sum(replies) as replies,
        sum(people) as people,
    from single
    group by whose, topic
)
select
    whose,
    topic,
    conversations,
    talked,
    rate(talked, conversations) as value,
    wilson_low(talked, conversations) as low,
    wilson_high(talked, conversations) as high,
    conversations as n,
    replies,
    replies / conversations as replies_each,
    people / conversations as people_each,
from counted
order by replies_each desc, whose, topic nulls last
