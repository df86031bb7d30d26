-- grain: one row per day of becoming a customer (else of joining), role, source, segment, region and team; without staff
create table people_days as
select
    day,
    week,
    month,
    role,
    source,
    segment,
    region,
    team,
    count(*) as people,
    count(became_customer_at) as new_customers
from people
where day is not null and not is_staff
group by day, week, month, role, source, segment, region, team
order by day
