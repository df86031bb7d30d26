-- grain: one row per period, dimension (channel, team or speed of resolution) and group
-- Who was asked beside who answers: questions by the day of sending, and each group's share of all sent and of all answered.
-- Speed is that of the case which the question was about; questions about no known case have none.
with asked as (
    select
        period,
        case 0 when grouping(channel) then 'channel' when grouping(team) then 'team' else 'speed' end as dimension,
        channel,
        team,
        speed,
        sum(sent) as sent,
        sum(answered) as answered,
    from survey_sent_days
    group by grouping sets ((period, channel), (period, team), (period, speed))
),
groups as (
    select
        period,
        dimension,
        case dimension
            when 'speed' then ['within 1 hour', '1 to 4 hours', '4 to 24 hours', '1 to 3 days', 'over 3 days', 'not solved'][speed]
            else coalesce(channel, team, '(not given)')
        end as "group",
        speed,
        sent,
        answered,
    from asked
    where dimension <> 'speed' or speed is not null
)
select
    period,
    dimension,
    "group",
    rate(answered, sent) as value,
    wilson_low(answered, sent) as low,
    wilson_high(answered, sent) as high,
    sent as n,
    answered as numerator,
    rate(sent, sum(sent) over (partition by period, dimension)) as share_of_sent,
    rate(answered, sum(answered) over (partition by period, dimension)) as share_of_answers,
from groups
order by dimension, period desc, speed, sent desc, "group"
