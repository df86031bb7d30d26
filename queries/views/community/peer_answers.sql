-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- first answers to questions, by the day of the answer: given by somebody who is not staff, of all
with answers as (
    select period, bucket, coalesce(sum(first_answers) filter (where not is_staff), 0) as by_peers, sum(first_answers) as first_answers
    from interaction_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(by_peers, first_answers) as value,
    wilson_low(by_peers, first_answers) as low,
    wilson_high(by_peers, first_answers) as high,
    first_answers as n,
    by_peers as numerator,
from answers
order by period desc, bucket nulls first
