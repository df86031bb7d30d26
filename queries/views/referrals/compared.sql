-- grain: one row per measure, currency (amounts only) and group: referred, advertised, other; of any day until the data end
-- Referred: brought by a valid referral. Advertised: else, where the person's source or first order is a campaign.
-- Equal age: customers within 90 days of joining; paid again within 90 days of the first order; value of the first 180 days;
-- only people whose days are over. Recommends: the latest NPS is 9 or 10, one answer a person.
-- The difference is referred less this group, as it stands and matched: strata of join quarter and segment in which both are, weighted
-- as Mantel and Haenszel do, with the variance within strata pooled per group.
-- Who is what, and what became of them: see rollups/outcomes.sql
-- each person is looked at once: what a group adds to each measure
with cells as (
    select
        origin,
        quarter,
        segment,
        currency,
        count(*) filter (where is_over) as joined,
        count(*) filter (where is_over and is_customer) as customers,
        count(*) filter (where first_day < data_end - 90) as buyers,
        sum(returned) filter (where first_day < data_end - 90) as returned,
        count(value) filter (where first_day <= data_end - 180) as valued,
        avg(value) filter (where first_day <= data_end - 180) as mean,
        var_pop(value) filter (where first_day <= data_end - 180) as variance,
        count(*) filter (where is_asked) as asked,
        count(*) filter (where is_asked and score >= 9) as promoters,
    from (
        select
            *,
            cast($data_to as date) as data_end,
            since < cast($data_to as date) - 90 and (is_customer_before is null or not is_customer_before) as is_over,
        from all_outcomes
    ) as o
    group by origin, quarter, segment, currency
),
counts as (
    select 1 as place, origin, quarter, segment, sum(joined) as n, sum(customers) as k
    from cells
    group by origin, quarter, segment
    union all
    select 2, origin, quarter, segment, sum(buyers), sum(returned)
    from cells
    group by origin, quarter, segment
    union all
    select 4, origin, quarter, segment, sum(asked), sum(promoters)
    from cells
    group by origin, quarter, segment
),
strata as (
    select place, cast(null as varchar) as currency, origin as "group", quarter, segment, n, k / n as mean, k - k * k / n as spread
    from counts
    where n > 0
    union all
    select 3, currency, origin, quarter, segment, valued, mean, variance * valued
    from cells
    where valued > 0
),
-- what the strata tell of themselves and of how far they lie from each other
whole as (
    select *, sum(n * mean) over same / sum(n) over same as value
    from strata
    window same as (partition by place, currency, "group")
),
crude as (
    select
        place,
        currency,
        "group",
        sum(n) as n,
        any_value(value) as value,
        round(sum(n * mean)) as k,
        sqrt((sum(spread) + sum(n * power(mean - value, 2))) / nullif(sum(n) - 1, 0)) as sd,
    from whole
    group by place, currency, "group"
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
    ['customer within 90 days', 'paid again within 90 days', 'value of 180 days', 'recommends us'][c.place] as measure,
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
