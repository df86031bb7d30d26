-- grain: one row per month whose 15th lies in the period: eNPS and response rate; employees only
-- The rule of the eNPS itself: a month counts where 5 or more people gave each value chosen, and 5 or more what the filters leave out.
-- Response: of the questions sent, by the month of the answer, else of sending.
with months_asked as (
    select day - 14 as month
    from calendar
    where period = 'this' and day(day) = 15
),
questions as (
    select s.month, s.cell, s.inside, coalesce(s.person_id, s.response_id) as person, s.score, s.sent_at is not null as is_sent
    from whole_surveys as s
    inner join months_asked as m on s.month = m.month
    where s.kind = 'enps'
),
cells as (
    select
        month,
        cell,
        count(distinct person) filter (where score is not null) as people,
        count(score) filter (where inside) as answered,
        count(*) filter (where inside and score >= 9) as promoters,
        count(*) filter (where inside and score <= 6) as detractors,
        count(*) filter (where inside and is_sent) as asked,
        count(score) filter (where inside and is_sent) as responded,
    from questions
    group by month, cell
),
months as (
    select
        month,
        min(people) >= greatest($hidden, 5) as is_shown,
        nullif(sum(answered), 0) as n,
        sum(promoters) as promoters,
        sum(detractors) as detractors,
        nullif(sum(asked), 0) as asked,
        sum(responded) as responded,
    from cells
    where people > 0
    group by month
)
select
    'this' as period,
    month as bucket,
    case when is_shown then nps(promoters, detractors, n) end as value,
    case when is_shown then nps_low(promoters, detractors, n) end as low,
    case when is_shown then nps_high(promoters, detractors, n) end as high,
    case when is_shown then n end as n,
    case when is_shown then asked end as asked,
    case when is_shown then rate(responded, asked) end as response,
    case when is_shown then wilson_low(responded, asked) end as response_low,
    case when is_shown then wilson_high(responded, asked) end as response_high,
    not is_shown as hidden,
from months
where n > 0 or not is_shown
order by month
