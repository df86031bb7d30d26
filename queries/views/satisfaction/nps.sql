-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
with answers as (
    select period, bucket, sum(promoters) as promoters, sum(detractors) as detractors, sum(answered) as answered
    from survey_days
    where kind = 'nps'
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    nps(promoters, detractors, answered) as value,
    nps_low(promoters, detractors, answered) as low,
    nps_high(promoters, detractors, answered) as high,
    answered as n,
    nps_se(promoters, detractors, answered) as se,
    promoters,
    answered - promoters - detractors as passives,
    detractors,
from answers
order by period desc, bucket nulls first
