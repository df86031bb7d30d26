-- grain: one row per period, bucket and person who did something, by their number; advocate is the same where they spoke for the company
-- An act of advocacy is one, and so is a valid referral: whoever refers did something, too.
select period, bucket, actor, case when bool_or(is_advocate) then actor end as advocate
from (
    select period, bucket, actor, false as is_advocate from actor_days
    union all
    select period, bucket, actor, true from advocate_days
    union all
    select period, bucket, referrer, true from referrals
    where refusal is null and not is_staff and referrer is not null
) as d
group by period, bucket, actor
