-- grain: one row per day, the day on which the same people were last active before (empty: never), segment and region
-- looks back to the last day of each actor
-- Of the people active in a span of days, each is counted once: on the day whose day before lies outside the span.
create table active_days as
with acts as (
    select
        day,
        segment,
        region,
        lag(day) over (partition by actor order by day) as before_day
    from actor_days
)
select
    day,
    before_day,
    segment,
    region,
    count(*) as people
from acts
where before_day is null or before_day < day
group by day, before_day, segment, region
order by day
