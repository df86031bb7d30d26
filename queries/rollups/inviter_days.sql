-- grain: one row per day, member who invited, day since which they are one (UTC), channel of the invitations, segment, region and team of theirs
-- converted: those of the invitations that brought a valid customer within 30 days; without staff and partners
create table inviter_days as
with invited as (
    select
        r.day,
        r.referrer_id,
        cast(least(p.joined_at, p.became_customer_at) as date) as since,
        r.channel,
        r.segment,
        r.region,
        p.team,
        case when r.refusal is null and r.converted_at < r.invited_at + interval 30 day then 1 else 0 end as is_converted
    from referrals as r
    inner join people as p on r.referrer_id = p.person_id
    where r.day is not null and not r.is_staff and not p.is_staff and (p.role is null or p.role <> 'partner')
)
select
    day,
    referrer_id,
    since,
    channel,
    segment,
    region,
    team,
    count(*) as invites,
    cast(sum(is_converted) as bigint) as converted
from invited
group by day, referrer_id, since, channel, segment, region, team
order by day
