-- grain: one row per period and act, and one per period, bucket and act (bucket empty: the whole period)
-- what an act is stands as a number until the end: people are told apart by it
with acts as (
    select period, bucket, case kind when 'answer' then 1 when 'share' then 2 else 3 end as place, actor, acts
    from advocate_days
    union all
    select period, bucket, 4, referrer, 1
    from referrals
    where refusal is null and not is_staff
),
-- each person once a bucket first, so that the whole period looks at fewer rows
bucketed as materialized (
    select period, bucket, place, actor, sum(acts) as acts
    from acts
    group by period, bucket, place, actor
),
once as (
    select period, place, actor, sum(acts) as acts
    from bucketed
    group by period, place, actor
),
counted as (
    select period, bucket, place, sum(acts) as acts, count(actor) as people
    from bucketed
    group by period, bucket, place
    union all
    select period, null, place, sum(acts), count(actor)
    from once
    group by period, place
)
select period, bucket, ['answers to peers', 'shares', 'recommendations', 'valid referrals'][place] as act, acts, people
from counted
order by period desc, bucket nulls first, acts desc, act
