-- grain: one row per campaign that invitations of the period name, and one for invitations without a campaign
-- likes: reactions that the posts of the campaign had, of any day
with invitations as (
    select
        campaign_id,
        count(*) as invited,
        count(*) filter (where refusal is null) as valid,
        count(*) filter (where refusal is null and converted_at is not null) as customers,
        count(*) filter (where refusal is not null and refusal <> 'not joined') as refused,
    from referrals
    where period = 'this' and not is_staff
    group by campaign_id
),
liked as (
    select campaign_id, sum(reactions) as likes, sum(reach) as reach
    from all_posts
    where campaign_id is not null
    group by campaign_id
)
select
    i.campaign_id,
    coalesce(c.name, i.campaign_id, '(no campaign)') as campaign,
    i.invited,
    i.valid,
    i.customers,
    rate(i.valid, i.invited) as value,
    wilson_low(i.valid, i.invited) as low,
    wilson_high(i.valid, i.invited) as high,
    i.refused,
    c.cost,
    l.likes,
    l.reach,
from invitations as i
left join whole_campaigns as c on i.campaign_id = c.campaign_id
left join liked as l on i.campaign_id = l.campaign_id
order by i.valid desc, i.invited desc, campaign
