-- grain: one row per period and group (promoters, passives, detractors), by the day on which 90 days after the answer are over
-- Of several answers in the period the latest counts; days: median from the answer to the first valid referral, of those who made one.
with judged as (
    select c.period, s.person, arg_max(s.score, s.answered_at) as score, max(s.answered_at) as answered_at
    from all_nps_answers as s
    inner join calendar as c on s.day = c.day - 91
    group by c.period, s.person
),
brought as (
    select
        j.period,
        j.person,
        case when j.score >= 9 then 'promoters' when j.score <= 6 then 'detractors' else 'passives' end as "group",
        min(epoch(coalesce(r.invited_at, r.joined_at, r.converted_at)) - epoch(j.answered_at)) / 86400 as days,
    from judged as j
    left join whole_referrals as r
        on j.person = r.referrer and r.refusal is null
        and coalesce(r.invited_at, r.joined_at, r.converted_at) >= j.answered_at
        and coalesce(r.invited_at, r.joined_at, r.converted_at) < j.answered_at + interval 90 day
    group by j.period, j.person, j.score
),
counted as (
    select period, "group", count(days) as referrers, count(*) as people, quantile_cont(days, 0.5) as days
    from brought
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
