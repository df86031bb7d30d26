-- grain: one row per measure of replies a post; posts that ask to be shared beside all other posts, and beside those of the same channel
-- Only posts of the period that are 7 days old when the data end. comments: as the network counts them; voices: different people who commented
-- on it or mentioned it by words that we hold. low and high: 95 % interval of a difference of means of unequal variance (Welch 1947).
with counted as (
    select post_id, count(distinct actor) as voices
    from whole_post_talk
    where
        is_voice
        and published_day >= cast($period_start as date)
        and published_day < cast($period_end as date)
    group by post_id
),
published as (
    select
        o.channel::varchar as channel,
        o.intent = 'ask' and begs_share(concat_ws(' ', o.headline, o.text, o.format::varchar)) as begs,
        o.comments,
        o.reactions,
        coalesce(c.voices, 0) as voices,
        bool_or(c.voices is not null) over () as is_heard,
    from posts as o
    left join counted as c on o.post_id = c.post_id
    where o.period = 'this' and o.published_at < $data_to::date - interval 7 day
),
measured as (
    select channel, coalesce(begs, false) as begs, 'comments' as measure, comments::double as replies from published
    where comments is not null
    union all
    select channel, coalesce(begs, false), 'people who answered in words', voices from published
    where is_heard
),
cells as (
    select
        measure,
        channel,
        grouping(channel) = 1 as is_total,
        count(*) filter (where begs) as begging,
        count(*) filter (where not begs) as others,
        avg(replies) filter (where begs) as with_it,
        avg(replies) filter (where not begs) as without,
        var_samp(replies) filter (where begs) as spread,
        var_samp(replies) filter (where not begs) as other_spread,
        median(replies) filter (where begs) as median_with,
        median(replies) filter (where not begs) as median_without,
    from measured
    group by grouping sets ((measure), (measure, channel))
),
matched as (
    select
        measure,
        sum(begging) as begging,
        sum(begging * (with_it - without)) / sum(begging) as difference,
        sqrt(sum(power(begging, 2) * (spread / begging + other_spread / others))) / sum(begging) as se,
    from cells
    where not is_total and begging > 1 and others > 1
    group by measure
)
select
    c.measure,
    c.begging,
    c.others,
    c.with_it,
    c.without,
    c.median_with,
    c.median_without,
    c.with_it - c.without as difference,
    c.with_it - c.without - z95() * sqrt(c.spread / c.begging + c.other_spread / c.others) as low,
    c.with_it - c.without + z95() * sqrt(c.spread / c.begging + c.other_spread / c.others) as high,
    m.begging as matched,
    m.difference as matched_difference,
    m.difference - z95() * m.se as matched_low,
    m.difference + z95() * m.se as matched_high,
from cells as c
left join matched as m on c.measure = m.measure
where c.is_total and (c.begging > 0 or c.others > 0)
order by c.measure
