-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- people who did something; a visit or an opened e-mail is only being seen, leaving is not taking part
with members as (
    select period, bucket, count(distinct actor_id) as active
    from interactions
    where not is_staff and actor_id is not null and kind not in ('visit', 'open', 'leave', 'unsubscribe')
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    active as value,
    count_low(active) as low,
    count_high(active) as high,
    active as n,
from members
order by period desc, bucket nulls first
