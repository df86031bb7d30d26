-- grain: one row per period (at its end), and one per period and bucket (at the bucket's end)
-- Open: opened by that day and not solved by its end. Cases closed without a moment of solving are left out, because nobody knows how long they were open.
-- A count of all there are has no interval. median_age in days is given for the end of a period.
with ends as (
    select d.period, d.bucket, max(d.day) as day
    from calendar as d
    group by grouping sets ((d.period), (d.period, d.bucket))
),
moved as (
    select day, count(*) as opened, 0 as solved
    from all_cases
    where not is_staff and (resolved_at is not null or not is_closed)
    group by day
    union all
    select resolved_day, 0, count(*)
    from all_cases
    where not is_staff and resolved_day is not null
    group by resolved_day
),
counted as (
    select e.period, e.bucket, sum(m.opened) - sum(m.solved) as value
    from ends as e
    inner join moved as m on e.day >= m.day
    group by e.period, e.bucket
),
ages as (
    select e.period, median((epoch(timezone($zone, cast(e.day + 1 as timestamp))) - epoch(c.opened_at)) / 86400) as median_age
    from ends as e
    inner join all_cases as c on e.day >= c.day
    where e.bucket is null and not c.is_staff and (c.resolved_day > e.day or (c.resolved_at is null and not c.is_closed))
    group by e.period
)
select
    c.period,
    c.bucket,
    c.value,
    cast(null as double) as low,
    cast(null as double) as high,
    c.value as n,
    case when c.bucket is null then a.median_age end as median_age,
from counted as c
left join ages as a on c.period = a.period
order by c.period desc, c.bucket nulls first
