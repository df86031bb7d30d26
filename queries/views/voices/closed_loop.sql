-- grain: one row per period, and one per period and bucket of raising (bucket empty: the whole period)
-- A theme was raised when an action on it was; it is closed when one of those actions is done, whenever that was. Themes count once, actions do not.
with raised as (
    select period, bucket, unnest(string_split(cast(themes as varchar), chr(31))) as theme, done_at
    from actions
    where themes is not null
),
counted as (
    select period, bucket, count(distinct theme) as themes, count(distinct theme) filter (where done_at is not null) as closed
    from raised
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
