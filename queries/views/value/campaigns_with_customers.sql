-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- campaigns by the day on which they ended: those that brought at least one order or valid referral, of all
with brought as (
    select campaign_id
    from all_orders
    where not is_staff
    union
    select campaign_id
    from all_referrals
    where refusal is null and not is_staff
),
ended as (
    select c.period, c.bucket, count(*) as campaigns, count(b.campaign_id) as with_customers
    from all_campaigns as a
    inner join calendar as c on cast(timezone($zone, a.ends_at) as date) = c.day
    left join brought as b on a.campaign_id = b.campaign_id
    group by grouping sets ((c.period), (c.period, c.bucket))
)
select
    period,
    bucket,
    rate(with_customers, campaigns) as value,
    wilson_low(with_customers, campaigns) as low,
    wilson_high(with_customers, campaigns) as high,
    campaigns as n,
    with_customers as numerator,
from ended
order by period desc, bucket nulls first
