-- grain: one row per period and purpose of a conversation (purpose empty: not tagged); messages that answer nothing open one
with opened as (
    select period, cast(purpose as varchar) as purpose, sum(conversations) as conversations
    from message_themes
    group by period, purpose
),
whole as (
    select *, sum(conversations) over (partition by period) as n
    from opened
)
select
    period,
    purpose,
    conversations,
    rate(conversations, n) as value,
    wilson_low(conversations, n) as low,
    wilson_high(conversations, n) as high,
    n,
from whole
where conversations > 0
order by period desc, conversations desc, purpose nulls last
