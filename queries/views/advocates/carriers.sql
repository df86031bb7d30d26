-- grain: one row per person with an act of advocacy in the period, the busiest first, at most 500; total says how many there are
with acts as (
    select actor, kind = 'answer' as answer, kind = 'share' as share, false as referral, acts
    from advocate_days
    where period = 'this'
    union all
    select referrer, false, false, true, 1
    from referrals
    where period = 'this' and refusal is null and not is_staff
),
counted as (
    select
        actor,
        sum(acts) as acts,
        coalesce(sum(acts) filter (where referral), 0) as referrals,
        coalesce(sum(acts) filter (where answer), 0) as answers,
        coalesce(sum(acts) filter (where share), 0) as shares,
    from acts
    group by actor
),
persons as (
    select n.person_id, c.*
    from counted as c
    inner join account.actors as n on c.actor = n.actor
),
busiest as (
    select *
    from persons
    order by acts desc, person_id
    limit 500
),
ranked as (
    select
        *,
        sum(acts) over (order by acts desc, person_id rows unbounded preceding) as running,
        (select sum(every.acts) from persons as every) as every_act,
        (select count(*) from persons as every) as total,
    from busiest
)
select
    r.person_id,
    coalesce(p.name, r.person_id) as name,
    p.segment,
    p.region,
    r.acts,
    r.referrals,
    r.answers,
    r.shares,
    r.acts - r.referrals - r.answers - r.shares as recommendations,
    cast(r.running as double) / r.every_act as running,
    r.total,
from ranked as r
left join whole_people as p on r.person_id = p.person_id
order by r.acts desc, r.person_id
