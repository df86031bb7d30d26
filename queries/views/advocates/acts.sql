-- grain: one row per period and act, and one per period, bucket and act (bucket empty: the whole period)
with acts as (
    select
        period,
        bucket,
        case when kind = 'answer' then 'answers to peers' when kind = 'share' then 'shares' else 'recommendations' end as act,
        actor,
        acts,
    from advocate_days
    union all
    select period, bucket, 'valid referrals', referrer, 1
    from referrals
    where refusal is null and not is_staff
),
-- each person once a bucket first, so that the whole period looks at fewer rows
bucketed as materialized (
    select period, bucket, act, actor, sum(acts) as acts
    from acts
    group by period, bucket, act, actor
),
once as (
    select period, act, actor, sum(acts) as acts
    from bucketed
    group by period, act, actor
)
select period, bucket, act, sum(acts) as acts, count(actor) as people
from bucketed
group by period, bucket, act
union all
select period, null, act, sum(acts), count(actor)
from once
group by period, act
order by period desc, bucket nulls first, acts desc, act
