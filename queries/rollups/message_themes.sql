-- grain: one row per day, channel, segment, region, purpose and themes (all of a row, joined) of what people wrote; customers and members only
-- conversations: messages that open one, and answer nothing
create table message_themes as
select
    day,
    week,
    month,
    channel,
    segment,
    region,
    purpose,
    themes,
    count(*) as messages,
    cast(sum(case when parent_id is null and kind not in ('answer', 'reply', 'thanks') then 1 else 0 end) as bigint) as conversations
from interactions
where day is not null and text is not null and not is_staff
group by day, week, month, channel, segment, region, purpose, themes
order by day
