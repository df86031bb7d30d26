-- grain: one row per person who is no staff and no partner: how they came to us, and what became of them
-- origin: referred (brought by a valid referral), advertised (else, where the person's source or first order is a campaign) or other; quarter: of
-- joining. is_customer: within 90 days of joining; returned: paid again within 90 days of the first order; value: paid in 180 days from it on,
-- in its currency; score: the latest NPS. since: the day of joining (UTC); first_day: of the first order.
-- Where the filters leave nobody to compare, nothing is looked at.
create table outcomes as
with judged as (
    select number, day, segment, region, source, joined_at, became_customer_at
    from people
    where not is_staff and (role is null or role <> 'partner')
),
brought as (
    select referred
    from main.referrals
    where refusal is null and not is_staff
    group by referred
),
named as (
    select campaign_id as source from main.campaigns
    union
    select name as source from main.campaigns
),
paid as (
    select person, day, amount - coalesce(refunded, 0) as value, currency, campaign_id, ordered_at, coalesce(refunded, 0) < amount as is_kept
    from orders
    where person is not null and not is_staff and exists (select 1 from judged)
),
starts as (
    select person, min(ordered_at) as first_at
    from paid
    where is_kept
    group by person
),
buyers as (
    select
        p.person,
        min(p.day) as first_day,
        min_by(p.currency, p.ordered_at) as currency,
        bool_or(p.campaign_id is not null and p.ordered_at = s.first_at) as is_advertised
    from paid as p
    inner join starts as s on p.person = s.person
    where p.is_kept
    group by p.person
),
bought as (
    select
        b.person,
        b.first_day,
        b.currency,
        b.is_advertised,
        max(case when p.day > b.first_day and p.day <= b.first_day + 90 and p.is_kept then 1 else 0 end) as returned,
        cast(coalesce(sum(case when p.day < b.first_day + 180 and p.currency = b.currency then p.value end), 0) as double) as value
    from buyers as b
    inner join paid as p on b.person = p.person
    group by b.person, b.first_day, b.currency, b.is_advertised
),
scores as (
    select person, max_by(score, answered_at) as score
    from surveys
    where kind = 'nps' and score is not null and not is_staff and person is not null and exists (select 1 from judged)
    group by person
)
select
    p.day,
    p.segment,
    p.region,
    case
        when r.referred is not null then 'referred'
        when b.is_advertised or n.source is not null then 'advertised'
        else 'other'
    end as origin,
    cast(date_trunc('quarter', coalesce(p.joined_at, p.became_customer_at)) as date) as quarter,
    cast(p.joined_at as date) as since,
    p.became_customer_at < p.joined_at as is_customer_before,
    p.became_customer_at < p.joined_at + interval 90 day as is_customer,
    b.first_day,
    b.currency,
    b.returned,
    b.value,
    s.person is not null as is_asked,
    s.score
from judged as p
left join brought as r on p.number = r.referred
left join named as n on p.source = n.source
left join bought as b on p.number = b.person
left join scores as s on p.number = s.person
order by p.day
