-- grain: one row per kind, scale and score of the scale
-- this and before are shares of the answers on that scale in each period, empty where it has none; scales are never pooled
with answers as (
    select
        kind,
        scale_min,
        scale_max,
        score,
        coalesce(sum(answered) filter (where period = 'this'), 0) as n,
        coalesce(sum(answered) filter (where period = 'before'), 0) as before_n,
    from survey_days
    where kind in ('csat', 'nps', 'ces')
    group by kind, scale_min, scale_max, score
),
scales as (
    select distinct kind, scale_min, scale_max
    from answers
    where scale_max - scale_min <= 10
),
points as (
    -- a score that nobody gave is a finding, so it has a row too
    select kind, scale_min, scale_max, unnest(generate_series(cast(scale_min as integer), cast(scale_max as integer))) as score, 0 as n, 0 as before_n
    from scales
    union all
    select kind, scale_min, scale_max, score, n, before_n
    from answers
),
counted as (
    select kind, scale_min, scale_max, score, sum(n) as n, sum(before_n) as before_n
    from points
    group by kind, scale_min, scale_max, score
)
select
    kind,
    scale_min,
    scale_max,
    score,
    rate(n, sum(n) over (partition by kind, scale_min, scale_max)) as this,
    rate(before_n, sum(before_n) over (partition by kind, scale_min, scale_max)) as before,
    n,
    before_n,
from counted
order by kind, sum(n) over (partition by kind, scale_min, scale_max) desc, scale_min, scale_max, score
