-- grain: one row per period, never per bucket
-- Two people of whom one spoke to the other, either way, in the 208 days before the period's end, and again a week or more after the first
-- time: one talk is no relationship. They have known each other for more than 28 days. Cold: nothing between them in the last 28 days, on any
-- channel and whatever the filters.
-- A comparison whose 208 days begin before the data is left out: it would know fewer old ties.
with counted as (
    select
        period,
        count(*) as ties,
        count(*) filter (where is_cold) as cold,
        count(*) filter (where is_cold and one_side = other_side) as cold_members,
    from lasting_ties
    where inside
    group by period
)
select
    period,
    null::date as bucket,
    rate(cold, ties) as value,
    wilson_low(cold, ties) as low,
    wilson_high(cold, ties) as high,
    ties as n,
    cold as numerator,
    cold_members,
from counted
order by period desc
