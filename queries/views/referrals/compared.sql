-- grain: one row per measure, currency (amounts only) and group: referred, advertised, other; of any day until the data end
-- Referred: brought by a valid referral. Advertised: else, where the person's source or first order is a campaign.
-- Equal age: customers within 90 days of joining; paid again within 90 days of the first order; value of the first 180 days;
-- only people whose days are over. Recommends: the latest NPS is 9 or 10, one answer a person.
-- The difference is referred less this group, as it stands and matched: strata of join quarter and segment in which both are, weighted
-- as Mantel and Haenszel do, with the variance within strata pooled per group.
-- Where the filters leave nobody to compare, nothing is looked at.
with judged as (
    select person_id, segment, source, joined_at, became_customer_at
    from all_people
    where not is_staff and role is distinct from 'partner'
),
brought as (
    select distinct referred_id as person_id
    from whole_referrals
    where refusal is null and not is_staff
),
named as (
    select campaign_id as source from whole_campaigns
    union
    select name from whole_campaigns
),
paid as (
    select person_id, day, amount - coalesce(refunded, 0) as value, currency, campaign_id, ordered_at, coalesce(refunded, 0) < amount as is_kept
    from all_orders
    where person_id is not null and not is_staff and exists (select 1 from judged)
),
buyers as (
    select
        person_id,
        min(day) as first_day,
        arg_min(currency, ordered_at) as currency,
        bool_or(campaign_id is not null and is_first) as is_advertised,
    from (select *, ordered_at = min(ordered_at) over (partition by person_id) as is_first from paid where is_kept) as p
    group by person_id
),
bought as (
    select
        b.person_id,
        b.first_day,
        b.currency,
        max(case when p.day > b.first_day and p.day <= b.first_day + 90 and p.is_kept then 1 else 0 end) as returned,
        coalesce(sum(p.value) filter (where p.day < b.first_day + 180 and p.currency = b.currency), 0) as value,
    from buyers as b
    inner join paid as p on b.person_id = p.person_id
    group by b.person_id, b.first_day, b.currency
),
scores as (
    select person_id, arg_max(score, answered_at) as score
    from all_surveys
    where kind = 'nps' and score is not null and not is_staff and person_id is not null and exists (select 1 from judged)
    group by person_id
),
everyone as (
    select
        p.person_id,
        p.segment,
        date_trunc('quarter', coalesce(p.joined_at, p.became_customer_at)) as quarter,
        p.joined_at,
        p.became_customer_at,
        case
            when r.person_id is not null then 'referred'
            when b.is_advertised or n.source is not null then 'advertised'
            else 'other'
        end as "group",
    from judged as p
    left join brought as r on p.person_id = r.person_id
    left join buyers as b on p.person_id = b.person_id
    left join named as n on p.source = n.source
),
units as (
    select
        1 as place, 'customer within 90 days' as measure, cast(null as varchar) as currency, "group", quarter, segment,
        case when became_customer_at < joined_at + interval 90 day then 1.0 else 0.0 end as x,
    from everyone
    where joined_at < cast($data_to as date) - interval 90 day and (became_customer_at is null or became_customer_at >= joined_at)
    union all
    select 2, 'paid again within 90 days', null, e."group", e.quarter, e.segment, b.returned
    from everyone as e
    inner join bought as b on e.person_id = b.person_id
    where b.first_day < cast($data_to as date) - 90
    union all
    select 3, 'value of 180 days', b.currency, e."group", e.quarter, e.segment, b.value
    from everyone as e
    inner join bought as b on e.person_id = b.person_id
    where b.first_day <= cast($data_to as date) - 180
    union all
    select 4, 'recommends us', null, e."group", e.quarter, e.segment, case when s.score >= 9 then 1.0 else 0.0 end
    from everyone as e
    inner join scores as s on e.person_id = s.person_id
),
strata as (
    select place, measure, currency, "group", quarter, segment, count(*) as n, avg(x) as mean, var_pop(x) * count(*) as spread
    from units
    group by place, measure, currency, "group", quarter, segment
),
crude as (
    select place, measure, currency, "group", count(*) as n, avg(x) as value, sum(x) as k, stddev_samp(x) as sd
    from units
    group by place, measure, currency, "group"
),
weighted as (
    select
        o.place,
        o.currency,
        o."group",
        r.n * o.n / cast(r.n + o.n as double) as weight,
        r.mean - o.mean as difference,
        r.n as n1,
        o.n as n0,
        sum(r.spread) over same / nullif(sum(r.n) over same - count(*) over same, 0) as variance1,
        sum(o.spread) over same / nullif(sum(o.n) over same - count(*) over same, 0) as variance0,
    from strata as o
    inner join strata as r
        on o.place = r.place and o.currency is not distinct from r.currency and o.quarter is not distinct from r.quarter
        and o.segment is not distinct from r.segment
    where r."group" = 'referred' and o."group" <> 'referred'
    window same as (partition by o.place, o.currency, o."group")
),
matched as (
    select
        place,
        currency,
        "group",
        sum(weight * difference) / sum(weight) as matched,
        sqrt(sum(weight * weight * (variance1 / n1 + variance0 / n0))) / sum(weight) as se,
        sum(n1) as matched_referred,
        sum(n0) as matched_n,
    from weighted
    group by place, currency, "group"
)
select
    c.place,
    c.measure,
    c.currency,
    c."group",
    c.n,
    c.value,
    case when c.place = 3 then c.value - z95() * c.sd / sqrt(c.n) else wilson_low(c.k, c.n) end as low,
    case when c.place = 3 then c.value + z95() * c.sd / sqrt(c.n) else wilson_high(c.k, c.n) end as high,
    r.value - c.value as difference,
    case
        when c."group" = 'referred' then null
        when c.place = 3 then r.value - c.value - z95() * sqrt(r.sd * r.sd / r.n + c.sd * c.sd / c.n)
        else difference_low(r.k, r.n, c.k, c.n)
    end as difference_low,
    case
        when c."group" = 'referred' then null
        when c.place = 3 then r.value - c.value + z95() * sqrt(r.sd * r.sd / r.n + c.sd * c.sd / c.n)
        else difference_high(r.k, r.n, c.k, c.n)
    end as difference_high,
    m.matched,
    m.matched - z95() * m.se as matched_low,
    m.matched + z95() * m.se as matched_high,
    m.matched_referred,
    m.matched_n,
from crude as c
left join crude as r on c.place = r.place and c.currency is not distinct from r.currency and r."group" = 'referred' and c."group" <> 'referred'
left join matched as m on c.place = m.place and c.currency is not distinct from m.currency and c."group" = m."group"
order by c.place, c.currency, case c."group" when 'referred' then 1 when 'advertised' then 2 else 3 end
