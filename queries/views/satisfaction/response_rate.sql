-- grain: one row per period, and one per period and bucket of sending (bucket empty: the whole period)
-- Below 20 % answered, the satisfied share of all who were asked is only known within bounds:
-- nobody silent is satisfied (k / N), or everybody silent is ((k + N - n) / N). Bounds are of CSAT.
with questions as (
    select
        period,
        bucket,
        sum(sent) as sent,
        sum(answered) as answered,
        sum(sent) filter (where kind = 'csat') as csat_sent,
        sum(rated) filter (where kind = 'csat') as csat_rated,
        sum(satisfied) filter (where kind = 'csat') as csat_satisfied,
    from survey_sent_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(answered, sent) as value,
    wilson_low(answered, sent) as low,
    wilson_high(answered, sent) as high,
    sent as n,
    answered as numerator,
    case when rate(csat_rated, csat_sent) < 0.2 then rate(csat_satisfied, csat_sent) end as bound_low,
    case when rate(csat_rated, csat_sent) < 0.2 then rate(csat_satisfied + csat_sent - csat_rated, csat_sent) end as bound_high,
from questions
order by period desc, bucket nulls first
