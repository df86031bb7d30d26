-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- People with at least one act of advocacy, of all who did something; whoever refers did something too.
with acts as (
    select period, bucket, actor_id as person_id from advocate_days
    union all
    select period, bucket, referrer_id from referrals
    where refusal is null and not is_staff
),
persons as (
    select period, bucket, actor_id as person_id, null as advocate_id from actor_days
    union all
    select period, bucket, person_id, person_id as advocate_id from acts
),
counted as (
    select period, bucket, count(distinct advocate_id) as advocates, count(distinct person_id) as people
    from persons
    group by grouping sets ((period), (period, bucket))
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
