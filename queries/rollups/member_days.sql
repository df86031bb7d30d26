-- grain: one row per day on which somebody joined or became a customer, whichever was first (UTC), segment, region and team; without staff and partners
create table member_days as
with known as (
    select cast(least(joined_at, became_customer_at) as date) as day, segment, region, team
    from people
    where not is_staff and (role is null or role <> 'partner')
)
select
    day,
    segment,
    region,
    team,
    count(*) as members
from known
where day is not null
group by day, segment, region, team
order by day
