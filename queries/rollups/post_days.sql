-- grain: one row per day of publishing, channel, topic, intent, format and whether it was paid
create table post_days as
select
    day,
    week,
    month,
    channel,
    topic,
    intent,
    format,
    paid,
    count(*) as posts,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(reach) as bigint) as reach,
    cast(sum(reactions) as bigint) as reactions,
    cast(sum(comments) as bigint) as comments,
    cast(sum(shares) as bigint) as shares,
    cast(sum(clicks) as bigint) as clicks,
    cast(sum(conversions) as bigint) as conversions
from posts
where day is not null
group by day, week, month, channel, topic, intent, format, paid
order by day
