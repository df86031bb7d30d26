-- grain: one row per period, and one per period and bucket of the first request (bucket empty: the whole period)
-- Members who asked for the first time: with a question, or a post that asks. Gave first: they had answered somebody or published a post that
-- gives before that, on any channel. The filters choose the first requests. What was done before the data begin is unknown.
-- Of questions and answers each member's first are known (first_acts), so that only posts are gone through.
with published as (
    select
        o.author,
        min(o.published_at) filter (where o.intent = 'give') as gave_at,
        min(o.published_at) filter (where o.intent <> 'give') as asked_at,
        arg_min(o.inside, o.published_at) filter (where o.intent <> 'give') as inside,
    from whole_posts as o
    left join whole_people as p on o.author = p.number
    where o.intent is not null and side_of(coalesce(o.author_role::varchar, p.role::varchar, 'brand')) = 'member' and o.author is not null
    group by o.author
),
firsts as (
    select
        least(f.helped_at, o.gave_at) as first_help,
        least(f.asked_at, o.asked_at) as first_ask,
        case when f.asked_at is null or o.asked_at < f.asked_at then o.inside else f.inside end as is_kept,
    from whole_first_acts as f
    full join published as o on f.actor = o.author
),
asked as (
    select c.period, c.bucket, f.first_help < f.first_ask as is_first
    from firsts as f
    inner join calendar as c on timezone($zone, f.first_ask)::date = c.day
    where f.is_kept
),
counted as (
    select period, bucket, count(*) as members, count(*) filter (where is_first) as gave_first
    from asked
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(gave_first, members) as value,
    wilson_low(gave_first, members) as low,
    wilson_high(gave_first, members) as high,
    members as n,
    gave_first as numerator,
from counted
order by period desc, bucket nulls first
