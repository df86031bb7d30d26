-- grain: one row per campaign that ended, by the day on which it did, and channel, segment and region of what it brought on any day
-- is_brought: there was an order or a valid referral of a customer; a campaign that brought none has one row
create table campaign_days as
with brought as (
    select campaign_id, channel, segment, region
    from orders
    where campaign_id is not null and not is_staff
    union all
    select campaign_id, channel, segment, region
    from referrals
    where campaign_id is not null and refusal is null and not is_staff
),
ended as (
    select c.end_day as day, c.goal, c.campaign_id, b.channel, b.segment, b.region, b.campaign_id is not null as is_brought
    from campaigns as c
    left join brought as b on c.campaign_id = b.campaign_id
    where c.end_day is not null
)
select
    day,
    goal,
    campaign_id,
    channel,
    segment,
    region,
    is_brought,
    count(*) as brought
from ended
group by day, goal, campaign_id, channel, segment, region, is_brought
order by day
