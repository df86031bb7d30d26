-- grain: one row per person who brought or was brought by a valid referral, and currency of what they paid less refunds
-- number: those who were brought in the order of their first referral, then those at the top of a chain; referrer: the number of who brought
-- them. Both from 0 on; those at the top have no day. currency is empty where nothing was paid.
create table lineage as
with valid as (
    select
        day,
        referrer,
        referrer_id,
        referred,
        referred_id,
        campaign_id,
        referral_id,
        coalesce(invited_at, joined_at, converted_at) as made_at,
        row_number() over (partition by referred order by coalesce(invited_at, joined_at, converted_at), referral_id) as place
    from referrals
    where refusal is null and not is_staff and referred is not null
),
brought as (
    select
        day,
        referrer,
        referrer_id,
        referred as person,
        referred_id as person_id,
        campaign_id,
        row_number() over (order by made_at, referral_id) - 1 as number
    from valid
    where place = 1
),
tops as (
    select
        b.referrer as person,
        b.referrer_id as person_id,
        row_number() over (order by b.referrer_id) - 1 + (select count(*) from brought) as number
    from brought as b
    left join brought as a on b.referrer = a.person
    where b.referrer is not null and a.person is null
    group by b.referrer, b.referrer_id
),
numbered as (
    select b.day, b.number, b.person, b.person_id, coalesce(a.number, t.number) as referrer, b.campaign_id
    from brought as b
    left join brought as a on b.referrer = a.person
    left join tops as t on b.referrer = t.person
    union all
    select cast(null as date) as day, number, person, person_id, cast(null as bigint) as referrer, cast(null as varchar) as campaign_id
    from tops
),
paid as (
    select person, currency, cast(sum(amount - coalesce(refunded, 0)) as double) as revenue
    from orders
    where not is_staff and person is not null
    group by person, currency
)
select
    n.day,
    n.number,
    n.person_id,
    p.name,
    coalesce(p.role = 'partner', false) as is_partner,
    n.referrer,
    coalesce(c.name, n.campaign_id) as campaign,
    o.currency,
    o.revenue
from numbered as n
left join campaigns as c on n.campaign_id = c.campaign_id
left join people as p on n.person = p.number
left join paid as o on n.person = o.person
order by n.number, o.currency
