-- grain: one row per period and act, and one per period, bucket and act (bucket empty: the whole period)
-- people are a bit each, by their number, so that those of all buckets together are those of the whole period
with acts as (
    select period, bucket, case kind when 'answer' then 1 when 'share' then 2 else 3 end as place, actor, acts
    from advocate_days
    union all
    select period, bucket, 4, referrer, 1
    from referrals
    where refusal is null and not is_staff
),
bucketed as materialized (
    select period, bucket, place, sum(acts) as acts, bitstring_agg(actor, $first_number, $last_number) as people
    from acts
    group by period, bucket, place
),
counted as (
    select period, bucket, place, acts, people
    from bucketed
    union all
    select period, null, place, sum(acts), bit_or(people)
    from bucketed
    group by period, place
)
select
    period,
    bucket,
    ['answers to peers', 'shares', 'recommendations', 'valid referrals'][place] as act,
    acts,
    coalesce(bit_count(people), 0) as people,
from counted
order by period desc, bucket nulls first, acts desc, act
