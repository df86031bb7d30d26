-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- People who did something; a visit or an opened e-mail is only being seen, leaving is not taking part.
-- From the first interaction on, a bucket in which nobody did anything counts zero.
with cells as (
    select period, bucket
    from calendar
    where day >= (select min(day) from all_interaction_days)
    group by grouping sets ((period), (period, bucket))
),
members as (
    select period, bucket, count(distinct actor_id) as active
    from interactions
    where not is_staff and actor_id is not null and kind not in ('visit', 'open', 'leave', 'unsubscribe')
    group by grouping sets ((period), (period, bucket))
),
counted as (
    select c.period, c.bucket, coalesce(m.active, 0) as active
    from cells as c
    left join members as m on c.period = m.period and c.bucket is not distinct from m.bucket
)
select
    period,
    bucket,
    active as value,
    count_low(active) as low,
    count_high(active) as high,
    active as n,
from counted
order by period desc, bucket nulls first
