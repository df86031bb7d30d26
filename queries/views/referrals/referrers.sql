-- grain: one row per person who invited somebody in the period, those who brought most first, at most 500; total says how many there are
with invitations as (
    select
        referrer_id,
        any_value(segment) as segment,
        any_value(region) as region,
        count(*) as invited,
        count(*) filter (where joined_at is not null or converted_at is not null) as joined,
        count(*) filter (where refusal is null) as valid,
        count(*) filter (where refusal is null and converted_at is not null) as customers,
        min(coalesce(invited_at, joined_at, converted_at)) as first_at,
        max(coalesce(invited_at, joined_at, converted_at)) as last_at,
    from referrals
    where period = 'this' and not is_staff
    group by referrer_id
),
most as (
    select *, (select count(*) from invitations as every) as total
    from invitations
    order by valid desc, invited desc, referrer_id
    limit 500
)
select
    m.referrer_id as person_id,
    coalesce(p.name, m.referrer_id) as name,
    m.segment,
    m.region,
    m.invited,
    m.joined,
    m.valid,
    m.customers,
    m.first_at,
    m.last_at,
    m.total,
from most as m
left join whole_people as p on m.referrer_id = p.person_id
order by m.valid desc, m.invited desc, m.referrer_id
