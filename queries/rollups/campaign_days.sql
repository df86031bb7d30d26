-- grain: one row per day on which a campaign ended, and its goal
-- with_customers: those that brought at least one order or valid referral of a customer, on any day
create table campaign_days as
with brought as (
    select campaign_id
    from orders
    where campaign_id is not null and not is_staff
    union
    select campaign_id
    from referrals
    where campaign_id is not null and refusal is null and not is_staff
)
select
    c.end_day as day,
    c.goal,
    count(*) as campaigns,
    count(b.campaign_id) as with_customers
from campaigns as c
left join brought as b on c.campaign_id = b.campaign_id
where c.end_day is not null
group by c.end_day, c.goal
order by c.end_day
