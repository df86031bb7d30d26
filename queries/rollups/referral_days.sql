-- grain: one row per day of the invitation, channel, status, reason why it does not count, segment and region of who invited; customers only
create table referral_days as
select
    day,
    week,
    month,
    channel,
    status,
    refusal,
    segment,
    region,
    count(*) as referrals,
    cast(sum(case when refusal is null then 1 else 0 end) as bigint) as valid
from referrals
where day is not null and not is_staff
group by day, week, month, channel, status, refusal, segment, region
order by day
