-- grain: one row per period, never per bucket
-- Employees' answers: whole months only (those whose 15th lies in the period), so that moving a date by a day gives nobody away.
-- Hidden where the answers of any value chosen, or those that the filters leave out, are fewer than 5: subtraction would show them.
with months as (
    select p.period, s.cell, s.inside, s.answered, s.promoters, s.detractors
    from whole_survey_days as s
    inner join periods as p on s.month + 14 >= p.start_day and s.month + 14 < p.end_day
    where s.kind = 'enps'
),
cells as (
    select
        period,
        cell,
        sum(answered) as everyone,
        coalesce(sum(answered) filter (where inside), 0) as answered,
        coalesce(sum(promoters) filter (where inside), 0) as promoters,
        coalesce(sum(detractors) filter (where inside), 0) as detractors,
    from months
    group by period, cell
),
totals as (
    select
        period,
        sum(answered) as answered,
        sum(promoters) as promoters,
        sum(detractors) as detractors,
        min(everyone) < greatest($hidden, 5) as hidden,
    from cells
    group by period
),
shown as (
    select period, hidden, case when not hidden then answered end as n, promoters, detractors
    from totals
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
from shown
order by period desc
