-- grain: one row per period, never per bucket
-- Employees' answers, in whole months (those whose 15th lies in the period), so that moving a date by a day gives nobody away.
-- A month counts where at least 5 people answered in it, of each value chosen and of what the filters leave out: subtracting
-- one answer of this view from another then never leaves fewer than 5. Where no month counts, the answer is hidden.
-- Many answers of few people are still few people; an answer without a person counts as one of its own.
with answers as (
    select
        p.period,
        s.month,
        s.cell,
        s.inside,
        coalesce(s.person_id, s.response_id) as person,
        s.score,
    from whole_surveys as s
    inner join periods as p on s.month + 14 >= p.start_day and s.month + 14 < p.end_day
    where s.kind = 'enps' and s.score is not null
),
cells as (
    select
        period,
        month,
        count(distinct person) as people,
        count(*) filter (where inside) as answered,
        count(*) filter (where inside and score >= 9) as promoters,
        count(*) filter (where inside and score <= 6) as detractors,
    from answers
    group by period, month, cell
),
months as (
    select
        period,
        min(people) >= greatest($hidden, 5) as counts,
        sum(answered) as answered,
        sum(promoters) as promoters,
        sum(detractors) as detractors,
    from cells
    group by period, month
),
totals as (
    select
        period,
        not bool_or(counts) as hidden,
        sum(answered) filter (where counts) as n,
        sum(promoters) filter (where counts) as promoters,
        sum(detractors) filter (where counts) as detractors,
    from months
    group by period
)
select
    period,
    cast(null as date) as bucket,
    nps(promoters, detractors, n) as value,
    nps_low(promoters, detractors, n) as low,
    nps_high(promoters, detractors, n) as high,
    n,
    nps_se(promoters, detractors, n) as se,
    hidden,
from totals
order by period desc
