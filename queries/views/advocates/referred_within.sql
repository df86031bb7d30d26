-- grain: one row per period and group (promoters, passives, detractors), by the day on which 90 days after the answer are over
-- Of several answers in the period the latest counts; days: median from the answer to the first valid referral, of those who made one.
with latest as (
    select c.period, a.person, arg_max(a.score, a.answered_at) as score, arg_max(coalesce(a.days, -1), a.answered_at) as days
    from all_nps_followed as a
    inner join calendar as c on a.day = c.day - 91
    group by c.period, a.person
),
grouped as (
    select
        period,
        case when score >= 9 then 'promoters' when score <= 6 then 'detractors' else 'passives' end as "group",
        nullif(days, -1) as days,
    from latest
),
counted as (
    select period, "group", count(days) as referrers, count(*) as people, quantile_cont(days, 0.5) as days
    from grouped
    group by period, "group"
)
select
    period,
    "group",
    rate(referrers, people) as value,
    wilson_low(referrers, people) as low,
    wilson_high(referrers, people) as high,
    people as n,
    referrers as numerator,
    days,
from counted
order by period desc, case "group" when 'promoters' then 1 when 'passives' then 2 else 3 end
