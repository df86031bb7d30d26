-- grain: one row per period, never per bucket
-- The last 30 days of the period of which every invitation has had 30 days to bring somebody. Members: customers and members who were
-- there when these days began. K: invitations a member x share of them that became valid customers within 30 days.
-- The interval is made by a bootstrap over the members (queries/bootstrap.py), so that it is empty here.
with windows as (
    select period, least(end_day, cast($data_to as date) - 30) - 30 as first_day, least(end_day, cast($data_to as date) - 30) as end_day
    from periods
),
members as (
    select w.period, w.first_day, w.end_day, count(*) as members
    from windows as w
    inner join all_people as p on least(p.joined_at, p.became_customer_at) < w.first_day
    where not p.is_staff and p.role is distinct from 'partner'
    group by w.period, w.first_day, w.end_day
),
brought as (
    select
        m.period,
        count(*) as invites,
        count(*) filter (where r.refusal is null and r.converted_at < r.invited_at + interval 30 day) as converted,
    from members as m
    inner join all_referrals as r on m.first_day <= r.day and m.end_day > r.day
    inner join all_people as p on r.referrer_id = p.person_id
    where
        not r.is_staff
        and not p.is_staff
        and p.role is distinct from 'partner'
        and least(p.joined_at, p.became_customer_at) < m.first_day
    group by m.period
)
select
    m.period,
    cast(null as date) as bucket,
    cast(coalesce(b.converted, 0) as double) / m.members as value,
    cast(null as double) as low,
    cast(null as double) as high,
    m.members as n,
    coalesce(b.converted, 0) as numerator,
from members as m
left join brought as b on m.period = b.period
where exists (select 1 from all_referrals as r where r.day < m.end_day)
order by m.period desc
