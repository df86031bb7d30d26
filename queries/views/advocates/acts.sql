-- grain: one row per period and act, and one per period, bucket and act (bucket empty: the whole period)
with acts as (
    select
        period,
        bucket,
        case when kind = 'answer' then 'answers to peers' when kind = 'share' then 'shares' else 'recommendations' end as act,
        actor_id as person_id,
        acts,
    from advocate_days
    union all
    select period, bucket, 'valid referrals', referrer_id, 1
    from referrals
    where refusal is null and not is_staff
)
select period, bucket, act, sum(acts) as acts, count(distinct person_id) as people
from acts
group by grouping sets ((period, act), (period, bucket, act))
order by period desc, bucket nulls first, acts desc, act
