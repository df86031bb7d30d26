-- grain: one row per period and step: invited, joined, became a customer, counts
-- Invitations by the day of inviting, and what became of them until the data end; share is of the step before, days the time since it.
-- maturing: invitations of the last 30 days of the data, of which more will follow.
with counted as (
    select
        period,
        count(*) as invited,
        count(coalesce(joined_at, converted_at)) as joined,
        count(converted_at) as customers,
        count(converted_at) filter (where refusal is null) as valid,
        count(*) filter (where coalesce(invited_at, joined_at, converted_at) >= cast($data_to as date) - interval 30 day) as maturing,
        quantile_cont(epoch(joined_at) - epoch(invited_at), [0.5, 0.9]) as until_joined,
        quantile_cont(epoch(converted_at) - epoch(joined_at), [0.5, 0.9]) as until_customers,
    from referrals
    where not is_staff
    group by period
),
steps as (
    select period, 1 as place, 'invited' as step, invited as people, null as before, null as seconds, maturing
    from counted
    union all
    select period, 2, 'joined', joined, invited, until_joined, 0
    from counted
    union all
    select period, 3, 'became a customer', customers, joined, until_customers, 0
    from counted
    union all
    select period, 4, 'counts', valid, customers, null, 0
    from counted
)
select
    period,
    place,
    step,
    people,
    rate(people, before) as share,
    wilson_low(people, before) as low,
    wilson_high(people, before) as high,
    seconds[1] / 86400 as days,
    seconds[2] / 86400 as days_90,
    maturing,
from steps
order by period desc, place
