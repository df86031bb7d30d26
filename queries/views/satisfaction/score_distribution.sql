-- grain: one row per kind, scale and score that somebody gave in either period; a score of a scale without a row was given by nobody
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
)
select
    kind,
    scale_min,
    scale_max,
    score,
    rate(n, sum(n) over scale) as this,
    rate(before_n, sum(before_n) over scale) as before,
    n,
    before_n,
from answers
window scale as (partition by kind, scale_min, scale_max)
order by kind, sum(n) over (partition by kind, scale_min, scale_max) desc, scale_min, scale_max, score
