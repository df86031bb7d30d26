-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Promoters by the day on which 90 days after their answer are over; of several answers in the period the latest counts.
with judged as (
    select c.period, c.bucket, s.person, s.score, s.answered_at
    from all_nps_answers as s
    inner join calendar as c on s.day = c.day - 91
),
latest as (
    select period, bucket, person, arg_max(score, answered_at) as score, max(answered_at) as answered_at
    from judged
    group by grouping sets ((period, person), (period, bucket, person))
),
brought as (
    select
        l.period,
        l.bucket,
        l.person,
        bool_or(r.referral_id is not null) as has_referred,
    from latest as l
    left join whole_referrals as r
        on l.person = r.referrer and r.refusal is null
        and coalesce(r.invited_at, r.joined_at, r.converted_at) >= l.answered_at
        and coalesce(r.invited_at, r.joined_at, r.converted_at) < l.answered_at + interval 90 day
    where l.score >= 9
    group by l.period, l.bucket, l.person
),
counted as (
    select period, bucket, count(*) filter (where has_referred) as referrers, count(*) as promoters
    from brought
    group by period, bucket
)
select
    period,
    bucket,
    rate(referrers, promoters) as value,
    wilson_low(referrers, promoters) as low,
    wilson_high(referrers, promoters) as high,
    promoters as n,
    referrers as numerator,
from counted
order by period desc, bucket nulls first
