-- grain: one row per weekday (1 is Monday) and local hour in which cases of this period were opened
-- demand is cases an hour, over the times that this weekday occurs in the period; the median reply is that of the cases opened in this hour
with occurring as (
    select isodow(day) as weekday, count(*) as days
    from calendar
    where period = 'this'
    group by isodow(day)
),
opened as (
    select
        weekday,
        hour,
        count(*) as n,
        count(*) filter (where first_response_at is not null) as answered,
        median(case when $clock = 'business' then response_business else response_minutes end) as median_minutes,
    from cases
    where period = 'this' and not is_staff
    group by weekday, hour
)
select
    o.weekday,
    o.hour,
    o.n,
    cast(o.n as double) / d.days as demand,
    o.answered,
    1 - rate(o.answered, o.n) as unanswered_share,
    o.median_minutes,
from opened as o
inner join occurring as d on o.weekday = d.weekday
order by o.weekday, o.hour
