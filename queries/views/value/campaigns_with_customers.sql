-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- campaigns by the day on which they ended: those that brought at least one order or valid referral, of all; filters choose what was brought
with ended as (
    select
        period,
        bucket,
        count(distinct campaign_id) filter (where inside and is_brought) as with_customers,
        count(distinct campaign_id) as campaigns,
    from split_campaign_days
    group by grouping sets ((period), (period, bucket))
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
