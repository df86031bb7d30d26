-- grain: one row per day, employee of today who shared something, by number, channel, segment and region; clicks and replies: of others than staff
-- whatever the team
create table staff_shares as
with shares as (
    select i.interaction_id, i.day, i.actor, i.channel, i.segment, i.region
    from interactions as i
    inner join people as p on i.actor = p.number
    where i.kind = 'share' and i.day is not null and p.role = 'employee'
),
answered as (
    select
        i.parent_id,
        sum(case when i.kind = 'click' then 1 else 0 end) as clicks,
        sum(case when i.kind = 'click' then 0 else 1 end) as replies
    from main.interactions as i
    inner join shares as s on i.parent_id = s.interaction_id
    where not i.is_staff and i.kind in ('click', 'reply', 'comment', 'thanks', 'reaction')
    group by i.parent_id
)
select
    s.day,
    s.actor,
    s.channel,
    s.segment,
    s.region,
    count(*) as shares,
    cast(coalesce(sum(a.clicks), 0) as bigint) as clicks,
    cast(coalesce(sum(a.replies), 0) as bigint) as replies
from shares as s
left join answered as a on s.interaction_id = a.parent_id
group by s.day, s.actor, s.channel, s.segment, s.region
order by s.day
