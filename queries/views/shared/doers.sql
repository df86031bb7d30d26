-- grain: one row per period, bucket and person who did something; advocate_id where they spoke for the company
-- An act of advocacy is one, and so is a valid referral: whoever refers did something, too.
select period, bucket, person_id, case when bool_or(is_advocate) then person_id end as advocate_id
from (
    select period, bucket, actor_id as person_id, false as is_advocate from actor_days
    union all
    select period, bucket, actor_id, true from advocate_days
    union all
    select period, bucket, referrer_id, true from referrals
    where refusal is null and not is_staff and referrer_id is not null
) as d
group by period, bucket, person_id
