-- grain: one row per period, and one per period and bucket of raising (bucket empty: the whole period)
-- A theme was raised when an action on it was; it is closed when one of those actions is done, whenever that was. Themes count once, actions do not.
with counted as (
    select period, bucket, count(distinct theme) as themes, count(distinct theme) filter (where is_done) as closed
    from raised_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(closed, themes) as value,
    wilson_low(closed, themes) as low,
    wilson_high(closed, themes) as high,
    themes as n,
    closed as numerator,
from counted
order by period desc, bucket nulls first
