-- grain: one row per period, and one per period and bucket of the first request (bucket empty: the whole period)
-- Members who asked for the first time: with a question, or a post that asks. Gave first: they had answered somebody or published a post that
-- gives before that, on any channel. The filters choose the first requests. What was done before the data begin is unknown.
with firsts as (
    select
        person,
        min(moment) filter (where is_help) as first_help,
        min(moment) filter (where not is_help) as first_ask,
        arg_min(inside, moment) filter (where not is_help) as is_kept,
    from (
        select actor as person, asked_at as moment, false as is_help, inside
        from whole_first_acts
        where asked_at is not null
        union all
        select actor, helped_at, true, inside
        from whole_first_acts
        where helped_at is not null
        union all
        select o.author, o.published_at, o.intent = 'give', o.inside
        from whole_posts as o
        left join whole_people as p on o.author = p.number
        where o.intent is not null and side_of(coalesce(o.author_role::varchar, p.role::varchar, 'brand')) = 'member' and o.author is not null
    ) as e
    group by person
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
