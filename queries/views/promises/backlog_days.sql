-- grain: one row per period and day: the cases open at its end, and those of them that were opened a week or longer before
-- Open as in backlog. bucket is the day on the axis of this period. What is older than a week are all that were open a week ago and still are:
-- the open ones less those opened since then and not solved yet.
with days as (
    select d.period, d.day, d.day + p.shift as bucket
    from calendar as d
    inner join periods as p on d.period = p.period
),
lives as (
    select day, resolved_day, count(*) as cases
    from all_cases
    where not is_staff and (resolved_at is not null or not is_closed)
    group by day, resolved_day
),
opened as (
    select day, sum(cases) as cases
    from lives
    group by day
),
solved as (
    select resolved_day as day, sum(cases) as cases
    from lives
    where resolved_day is not null
    group by resolved_day
),
moved as (
    select coalesce(o.day, s.day) as day, coalesce(o.cases, 0) - coalesce(s.cases, 0) as more
    from opened as o
    full join solved as s on o.day = s.day
),
levels as (
    select day, sum(more) over (order by day rows unbounded preceding) as value
    from moved
),
recent as (
    select d.period, d.day, sum(l.cases) as cases
    from days as d
    inner join lives as l on d.day >= l.day and d.day - 7 < l.day
    where l.resolved_day is null or l.resolved_day > d.day
    group by d.period, d.day
)
select
    d.period,
    d.day,
    d.bucket,
    l.value,
    l.value - coalesce(r.cases, 0) as older_than_week,
from days as d
asof left join levels as l on d.day >= l.day
left join recent as r on d.period = r.period and d.day = r.day
where l.value is not null
order by d.period desc, d.day
