-- grain: one row per period, never per bucket
-- The last 30 days of the period of which every invitation has had 30 days to bring somebody. Members: customers and members who were
-- there when these days began. K: invitations a member x share of them that became valid customers within 30 days.
-- The interval is made by a bootstrap over the members (queries/bootstrap.py), so that it is empty here.
with windows as (
    select period, least(end_day, cast($data_to as date) - 30) - 30 as first_day, least(end_day, cast($data_to as date) - 30) as end_day
    from periods
),
members as (
    select w.period, w.first_day, w.end_day, cast(sum(m.members) as bigint) as members
    from windows as w
    inner join all_member_days as m on w.first_day > m.day
    group by w.period, w.first_day, w.end_day
),
brought as (
    select m.period, sum(i.converted) as converted
    from members as m
    inner join all_inviter_days as i on m.first_day <= i.day and m.end_day > i.day and m.first_day > i.since
    group by m.period
)
select
    m.period,
    cast(null as date) as bucket,
    cast(coalesce(b.converted, 0) as double) / m.members as value,
    cast(null as double) as low,
    cast(null as double) as high,
    m.members as n,
    cast(coalesce(b.converted, 0) as bigint) as numerator,
from members as m
left join brought as b on m.period = b.period
where exists (select 1 from all_referrals as r where r.day < m.end_day)
order by m.period desc
