-- grain: one row per day of becoming a customer, segment, region, team and source; customers only
-- whatever the channel
-- referred: those whom a valid referral brought, of whatever channel and segment the referrer is, so it is read past the filters; valid as the
-- load says, by the first reason that speaks against it
create table joined_days as
with brought as (
    select referred_id
    from main.referrals
    where refusal is null and not is_staff
    group by referred_id
)
select
    p.day,
    p.segment,
    p.region,
    p.team,
    p.source,
    count(*) as customers,
    cast(sum(case when b.referred_id is not null then 1 else 0 end) as bigint) as referred
from people as p
left join brought as b on p.person_id = b.referred_id
where p.became_customer_at is not null and p.day is not null and not p.is_staff
group by p.day, p.segment, p.region, p.team, p.source
order by p.day
