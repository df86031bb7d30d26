-- grain: one row per period and reason why an invitation does not count (empty: it counts)
with refused as (
    select period, refusal, sum(referrals) as referrals
    from referral_days
    group by period, refusal
)
select period, refusal as reason, referrals
from refused
order by period desc, referrals desc, reason
