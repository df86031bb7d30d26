-- grain: one row per period, dimension (channel, team or speed of resolution) and group
-- Who was asked beside who answers: questions by the day of sending, and each group's share of all sent and of all answered.
-- Speed is that of the case which the question was about; questions about no known case have none.
with asked as (
    select
        period,
        case 0 when grouping(channel) then 'channel' else 'team' end as dimension,
        coalesce(channel, team, '(not given)') as "group",
        null as place,
        sum(sent) as sent,
        sum(answered) as answered,
    from survey_sent_days
    group by grouping sets ((period, channel), (period, team))
),
about_cases as (
    select
        c.period,
        s.score,
        case
            when h.resolution_minutes is null then 6
            when h.resolution_minutes <= 60 then 1
            when h.resolution_minutes <= 4 * 60 then 2
            when h.resolution_minutes <= 24 * 60 then 3
            when h.resolution_minutes <= 72 * 60 then 4
            else 5
        end as place,
    from all_surveys as s
    inner join calendar as c on s.sent_day = c.day
    inner join whole_cases as h on s.case_id = h.case_id
    where s.kind <> 'enps' and not s.is_staff
),
speeds as (
    select
        period,
        'speed' as dimension,
        ['within 1 hour', '1 to 4 hours', '4 to 24 hours', '1 to 3 days', 'over 3 days', 'not solved'][place] as "group",
        place,
        count(*) as sent,
        count(score) as answered,
    from about_cases
    group by period, place
),
groups as (
    select * from asked
    union all
    select * from speeds
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
order by dimension, period desc, place, sent desc, "group"
