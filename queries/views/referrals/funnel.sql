-- grain: one row per period and step: invited, joined, became a customer, counts
-- Invitations by the day of inviting, and what became of them until the data end; share is of the step before, days the time since it.
-- maturing: invitations of the last 30 days of the data, of which more will follow.
with invitations as (
    select
        period,
        invited_at,
        joined_at,
        converted_at,
        refusal is null and converted_at is not null as is_valid,
        coalesce(invited_at, joined_at, converted_at) >= cast($data_to as date) - interval 30 day as is_maturing,
    from referrals
    where not is_staff
),
steps as (
    select
        period,
        unnest([
            { 'place': 1, 'step': 'invited', 'is_there': true, 'since': cast(null as timestamptz), 'moment': invited_at },
            { 'place': 2, 'step': 'joined', 'is_there': coalesce(joined_at, converted_at) is not null, 'since': invited_at, 'moment': joined_at },
            { 'place': 3, 'step': 'became a customer', 'is_there': converted_at is not null, 'since': joined_at, 'moment': converted_at },
            { 'place': 4, 'step': 'counts', 'is_there': is_valid, 'since': null, 'moment': null }
        ], recursive := true),
        is_maturing,
    from invitations
),
counted as (
    select
        period,
        place,
        step,
        count(*) filter (where is_there) as people,
        count(*) filter (where is_maturing and place = 1) as maturing,
        quantile_cont(epoch(moment) - epoch(since), 0.5) / 86400 as days,
        quantile_cont(epoch(moment) - epoch(since), 0.9) / 86400 as days_90,
    from steps
    group by period, place, step
),
beside as (
    select *, lag(people) over (partition by period order by place) as before
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
    days,
    days_90,
    maturing,
from beside
order by period desc, place
