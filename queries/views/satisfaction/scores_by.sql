-- grain: one row per kind, period, dimension and group (a value of channel, segment, region, team, topic or product)
-- value is the share satisfied (csat), of those who found it easy (ces), or the NPS; a dimension that no answer gives is left out
with answers as (
    select
        kind,
        period,
        case 0
            when grouping(channel) then 'channel'
            when grouping(segment) then 'segment'
            when grouping(region) then 'region'
            when grouping(team) then 'team'
            when grouping(topic) then 'topic'
            else 'product'
        end as dimension,
        coalesce(channel, segment, region, team, topic, product, '(not given)') as "group",
        case kind when 'nps' then sum(answered) else sum(rated) end as answered,
        sum(satisfied) filter (where kind <> 'nps') as satisfied,
        sum(promoters) filter (where kind = 'nps') as promoters,
        sum(detractors) filter (where kind = 'nps') as detractors,
    from survey_days
    where kind in ('csat', 'nps', 'ces')
    group by grouping sets (
        (kind, period, channel), (kind, period, segment), (kind, period, region), (kind, period, team), (kind, period, topic), (kind, period, product)
    )
),
named as (
    select *
    from answers
    where answered > 0
    qualify bool_or("group" <> '(not given)') over (partition by kind, dimension)
)
select
    kind,
    period,
    dimension,
    "group",
    case kind when 'nps' then nps(promoters, detractors, answered) else rate(satisfied, answered) end as value,
    case kind when 'nps' then nps_low(promoters, detractors, answered) else wilson_low(satisfied, answered) end as low,
    case kind when 'nps' then nps_high(promoters, detractors, answered) else wilson_high(satisfied, answered) end as high,
    answered as n,
    satisfied,
    promoters,
    detractors,
from named
order by kind, dimension, period desc, answered desc, "group"
