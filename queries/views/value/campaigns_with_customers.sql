-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- campaigns by the day on which they ended: those that brought at least one order or valid referral, of all
with ended as (
    select period, bucket, sum(with_customers) as with_customers, sum(campaigns) as campaigns
    from campaign_days
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
