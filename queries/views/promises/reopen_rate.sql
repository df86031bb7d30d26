-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- cases by the day they were solved first, once their 7 days are over; where the export does not say when a case was reopened, any reopening counts
with cases_solved as (
    select period, bucket, sum(reopened) as reopened, sum(followed) as followed
    from solved_days
    where day <= cast($data_to as date) - 8
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(reopened, followed) as value,
    wilson_low(reopened, followed) as low,
    wilson_high(reopened, followed) as high,
    followed as n,
    reopened as numerator,
from cases_solved
order by period desc, bucket nulls first
