-- grain: one row per period and reason why an invitation does not count (empty: it counts)
select
    period,
    refusal as reason,
    sum(referrals) as referrals,
from referral_days
group by period, refusal
order by period desc, referrals desc, reason
