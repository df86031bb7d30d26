-- grain: one row per period, never per bucket
-- The smallest number of people with half of the acts, and how unequally all are spread: Gini 0 where each did as much, near 1 where one did all.
with acts as (
    select period, actor_id as person_id, acts from advocate_days
    union all
    select period, referrer_id, 1 from referrals
    where refusal is null and not is_staff
),
persons as (
    select period, person_id, sum(acts) as acts
    from acts
    group by period, person_id
),
ranked as (
    select
        period,
        acts,
        row_number() over busiest as place,
        sum(acts) over busiest as running,
        sum(acts) over (partition by period) as total,
        count(*) over (partition by period) as people,
    from persons
    window busiest as (partition by period order by acts desc, person_id rows unbounded preceding)
)
select
    period,
    cast(null as date) as bucket,
    min(place) filter (where 2 * running >= total) as value,
    cast(null as double) as low,
    cast(null as double) as high,
    any_value(people) as n,
    any_value(total) as acts,
    cast(sum((people + 1 - 2 * place) * acts) as double) / any_value(people * total) as gini,
from ranked
group by period
order by period desc
