-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- "it was easy": 5 to 7 of 7 points; other scales were turned into satisfied or not by their own rule first
with answers as (
    select period, bucket, sum(satisfied) as easy, sum(rated) as answered
    from survey_days
    where kind = 'ces'
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(easy, answered) as value,
    wilson_low(easy, answered) as low,
    wilson_high(easy, answered) as high,
    answered as n,
    easy as numerator,
from answers
order by period desc, bucket nulls first
