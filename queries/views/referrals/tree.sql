-- grain: one row per person who brought or was brought by a valid referral, whatever the filters, and currency of what they paid less refunds
-- number: those who were brought in the order of their first referral, then those at the top of a chain; referrer: the number of who brought
-- them. Both from 0 on. currency is empty where nothing was paid.
with valid as (
    select
        referrer,
        referred,
        campaign_id,
        referral_id,
        coalesce(invited_at, joined_at, converted_at) as made_at,
        row_number() over (partition by referred order by coalesce(invited_at, joined_at, converted_at), referral_id) as place,
    from whole_referrals
    where refusal is null and not is_staff and referred is not null
),
brought as materialized (
    select referrer, referred, campaign_id, row_number() over (order by made_at, referral_id) - 1 as number
    from valid
    where place = 1
),
tops as materialized (
    select n.actor, row_number() over (order by n.person_id) - 1 + (select count(*) from brought as every) as number
    from (
        select distinct b.referrer as actor
        from brought as b
        where not exists (select 1 from brought as a where a.referred = b.referrer)
    ) as t
    inner join account.actors as n on t.actor = n.actor
),
numbered as materialized (
    select b.number, b.referred as actor, coalesce(a.number, t.number) as referrer, b.campaign_id
    from brought as b
    left join brought as a on b.referrer = a.referred
    left join tops as t on b.referrer = t.actor
    union all
    select number, actor, null, null
    from tops
),
paid as (
    select person, currency, sum(amount - coalesce(refunded, 0)) as revenue
    from whole_orders
    where not is_staff and person in (select actor from numbered)
    group by person, currency
)
select
    n.number,
    a.person_id,
    p.name,
    coalesce(p.role = 'partner', false) as is_partner,
    n.referrer,
    coalesce(c.name, n.campaign_id) as campaign,
    o.currency,
    cast(o.revenue as double) as revenue,
from numbered as n
inner join account.actors as a on n.actor = a.actor
left join whole_campaigns as c on n.campaign_id = c.campaign_id
left join whole_people as p on n.actor = p.number
left join paid as o on n.actor = o.person
order by n.number, o.currency
