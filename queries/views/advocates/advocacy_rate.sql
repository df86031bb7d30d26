-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- People with at least one act of advocacy, of all who did something; whoever refers did something too.
with acts as (
    select period, bucket, actor from advocate_days
    union all
    select period, bucket, referrer from referrals
    where refusal is null and not is_staff
),
persons as (
    select period, bucket, actor, false as is_advocate from actor_days
    union all
    select period, bucket, actor, true from acts
),
-- each person once a bucket first, so that the whole period looks at fewer rows
bucketed as materialized (
    select period, bucket, actor, bool_or(is_advocate) as is_advocate
    from persons
    where actor is not null
    group by period, bucket, actor
),
once as (
    select period, actor, bool_or(is_advocate) as is_advocate
    from bucketed
    group by period, actor
),
counted as (
    select period, bucket, count(*) filter (where is_advocate) as advocates, count(*) as people
    from bucketed
    group by period, bucket
    union all
    select period, null, count(*) filter (where is_advocate), count(*)
    from once
    group by period
)
select
    period,
    bucket,
    rate(advocates, people) as value,
    wilson_low(advocates, people) as low,
    wilson_high(advocates, people) as high,
    people as n,
    advocates as numerator,
from counted
order by period desc, bucket nulls first
