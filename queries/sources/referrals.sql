-- fills: referrals
-- needs: referral_id, referrer_id
select
    referral_id,
    referrer_id,
    referred_id,
    channel,
    campaign_id,
    invited_at,
    joined_at,
    converted_at,
    status
from export
