-- grain: one row per period, never per bucket
-- The smallest number of people with half of the acts, and how unequally all are spread: Gini 0 where each did as much, near 1 where one did all.
with acts as (
    select period, actor, acts from advocate_days
    union all
    select period, referrer, 1 from referrals
    where refusal is null and not is_staff
),
persons as (
    select period, actor, cast(sum(acts) as bigint) as acts
    from acts
    group by period, actor
),
-- people who did as much stand at neighbouring places: they are counted, not put in order
levels as (
    select period, acts, count(*) as people
    from persons
    group by period, acts
),
ranked as (
    select
        period,
        acts,
        people,
        sum(people) over busier - people as people_before,
        sum(people * acts) over busier - people * acts as acts_before,
        sum(people * acts) over (partition by period) as total,
        sum(people) over (partition by period) as everyone,
    from levels
    window busier as (partition by period order by acts desc rows unbounded preceding)
)
select
    period,
    cast(null as date) as bucket,
    cast(min(people_before + (total - 2 * acts_before + 2 * acts - 1) // (2 * acts))
        filter (where 2 * acts_before < total and 2 * (acts_before + people * acts) >= total) as bigint) as value,
    cast(null as double) as low,
    cast(null as double) as high,
    cast(any_value(everyone) as bigint) as n,
    any_value(total) as acts,
    cast(sum(people * acts * (everyone - 2 * people_before - people)) as double) / any_value(everyone * total) as gini,
from ranked
group by period
order by period desc
