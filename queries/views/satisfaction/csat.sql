-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- scales are not pooled: each answer was turned into satisfied or not first, by the rule of its own scale
with answers as (
    select period, bucket, sum(satisfied) as satisfied, sum(rated) as answered
    from survey_days
    where kind = 'csat'
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(satisfied, answered) as value,
    wilson_low(satisfied, answered) as low,
    wilson_high(satisfied, answered) as high,
    answered as n,
    satisfied as numerator,
from answers
order by period desc, bucket nulls first
