-- grain: one row per month whose 15th lies in the period: eNPS and response rate; employees only
-- The rule of the eNPS itself: a month counts where 5 or more people gave each value chosen, and 5 or more what the filters leave out.
-- Response: of the questions sent, by the month of the answer, else of sending.
with cells as (
    select
        period,
        answered_month,
        cell,
        count(distinct person) as people,
        coalesce(sum(answers) filter (where inside), 0) as answered,
        coalesce(sum(answers) filter (where inside and score >= 9), 0) as promoters,
        coalesce(sum(answers) filter (where inside and score <= 6), 0) as detractors,
        coalesce(sum(asked) filter (where inside), 0) as asked,
        coalesce(sum(responded) filter (where inside), 0) as responded,
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
months as (
    select
        period,
        answered_month,
        bool_or(is_shown) as is_shown,
        sum(answered) as n,
        sum(promoters) as promoters,
        sum(detractors) as detractors,
        sum(asked) as asked,
        sum(responded) as responded,
    from counted
    group by period, answered_month
)
select
    period,
    answered_month as bucket,
    case when is_shown then nps(promoters, detractors, n) end as value,
    case when is_shown then nps_low(promoters, detractors, n) end as low,
    case when is_shown then nps_high(promoters, detractors, n) end as high,
    case when is_shown then n end as n,
    case when is_shown and asked > 0 then asked end as asked,
    case when is_shown then rate(responded, asked) end as response,
    case when is_shown then wilson_low(responded, asked) end as response_low,
    case when is_shown then wilson_high(responded, asked) end as response_high,
    not is_shown as hidden,
from months
where period = 'this' and (n > 0 or not is_shown)
order by bucket
