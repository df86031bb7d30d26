-- grain: one row per dimension and group that gave CSAT answers in either period; none without a comparison
-- The change of the rate splits exactly, within each dimension, into what the groups' weights did (mix) and what their rates did (within).
-- A group absent in one period has only a weight to change, so all of it is mix. Low and high are the interval of its own change.
with answers as (
    select
        case 0
            when grouping(channel) then 'channel'
            when grouping(segment) then 'segment'
            when grouping(region) then 'region'
            when grouping(team) then 'team'
            else 'topic'
        end as dimension,
        coalesce(channel, segment, region, team, topic, '(not given)') as "group",
        coalesce(sum(rated) filter (where period = 'this'), 0) as n,
        coalesce(sum(satisfied) filter (where period = 'this'), 0) as satisfied,
        coalesce(sum(rated) filter (where period = 'before'), 0) as before_n,
        coalesce(sum(satisfied) filter (where period = 'before'), 0) as before_satisfied,
    from survey_days
    where kind = 'csat'
    group by grouping sets ((channel), (segment), (region), (team), (topic))
),
rates as (
    select
        *,
        rate(satisfied, n) as value,
        rate(before_satisfied, before_n) as before,
        rate(n, sum(n) over whole) as weight,
        rate(before_n, sum(before_n) over whole) as before_weight,
        (rate(sum(satisfied) over whole, sum(n) over whole) + rate(sum(before_satisfied) over whole, sum(before_n) over whole)) / 2 as level,
    from answers
    where n + before_n > 0
    window whole as (partition by dimension)
)
select
    dimension,
    "group",
    value,
    before,
    n,
    before_n,
    weight,
    before_weight,
    (weight - before_weight) * ((coalesce(value, before) + coalesce(before, value)) / 2 - level) as mix,
    (weight + before_weight) / 2 * (coalesce(value, before) - coalesce(before, value)) as within,
    difference_low(satisfied, n, before_satisfied, before_n) as low,
    difference_high(satisfied, n, before_satisfied, before_n) as high,
from rates
where level is not null
qualify bool_or("group" <> '(not given)') over (partition by dimension)
order by dimension, abs(mix) + abs(within) desc, "group"
