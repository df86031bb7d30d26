-- grain: one row per period, never per bucket
-- Employees' answers: whole months only (those whose 15th lies in the period), so that moving a date by a day gives nobody away.
-- A month counts where 5 or more people gave each value chosen, and 5 or more what the filters leave out: so no two periods or teams
-- can be subtracted to find fewer. Where no month is left, the number is hidden.
with cells as (
    select
        period,
        answered_month,
        cell,
        count(distinct person) as people,
        coalesce(sum(answers) filter (where inside), 0) as answered,
        coalesce(sum(answers) filter (where inside and score >= 9), 0) as promoters,
        coalesce(sum(answers) filter (where inside and score <= 6), 0) as detractors,
    from split_enps_answers
    group by period, answered_month, cell
),
counted as (
    select
        *,
        min(people) over (partition by period, answered_month) >= greatest($hidden, 5) as is_shown,
    from cells
    where people > 0
),
totals as (
    select
        period,
        sum(answered) filter (where is_shown) as n,
        sum(promoters) filter (where is_shown) as promoters,
        sum(detractors) filter (where is_shown) as detractors,
        not bool_or(is_shown) as hidden,
    from counted
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
