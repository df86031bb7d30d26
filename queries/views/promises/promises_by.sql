-- grain: one row per period, dimension (kind, channel, team, topic, segment or region) and group
-- promises by the day they were due, of a $kind if one is given; a dimension that no promise gives is left out
with promises_due as (
    select
        period,
        case 0
            when grouping(kind) then 'kind'
            when grouping(channel) then 'channel'
            when grouping(team) then 'team'
            when grouping(topic) then 'topic'
            when grouping(segment) then 'segment'
            else 'region'
        end as dimension,
        coalesce(kind, channel, team, topic, segment, region, '(not given)') as "group",
        sum(kept) as kept,
        sum(late) as late,
        sum(overdue) as overdue,
    from promise_days
    where $kind is null or kind = $kind
    group by grouping sets ((period, kind), (period, channel), (period, team), (period, topic), (period, segment), (period, region))
),
named as (
    select *
    from promises_due
    qualify bool_or("group" <> '(not given)') over (partition by dimension)
)
select
    period,
    dimension,
    "group",
    rate(kept, kept + late + overdue) as value,
    wilson_low(kept, kept + late + overdue) as low,
    wilson_high(kept, kept + late + overdue) as high,
    kept + late + overdue as n,
    kept,
    late,
    overdue,
from named
order by dimension, period desc, n desc, "group"
