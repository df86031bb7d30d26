-- grain: one row per period, and one per period and bucket of the decision (bucket empty: the whole period)
-- a decided idea was adopted (or already done) or declined; ideas still open lie outside
with decided as (
    select period, bucket, sum(adopted) as adopted, sum(ideas) as ideas
    from idea_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(adopted, ideas) as value,
    wilson_low(adopted, ideas) as low,
    wilson_high(adopted, ideas) as high,
    ideas as n,
    adopted as numerator,
from decided
order by period desc, bucket nulls first
