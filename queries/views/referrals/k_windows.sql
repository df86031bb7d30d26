-- grain: one row per 30 days (the last 12 that are over and whose invitations have had 30 days more, before the period ends), number of
-- invitations and number of valid customers they brought within 30 days: how many members; those who invited nobody are one row too
with ends as (
    select least(end_day, cast($data_to as date) - 30) as last_day
    from periods
    where period = 'this'
),
windows as (
    select
        cast(last_day - 30 * (back + 1) as date) as first_day,
        cast(last_day - 30 * back as date) as end_day,
    from ends, (select cast(unnest(range(12)) as integer) as back) as backs
    where last_day - 30 * (back + 1) >= cast($data_from as date)
),
members as (
    select w.first_day, w.end_day, cast(sum(m.members) as bigint) as members
    from windows as w
    inner join all_member_days as m on w.first_day > m.day
    group by w.first_day, w.end_day
),
inviters as (
    select w.first_day, i.referrer_id, sum(i.invites) as invites, sum(i.converted) as converted
    from windows as w
    inner join all_inviter_days as i on w.first_day <= i.day and w.end_day > i.day and w.first_day > i.since
    group by w.first_day, i.referrer_id
),
cells as (
    select first_day, invites, converted, count(*) as members
    from inviters
    group by first_day, invites, converted
),
silent as (
    select m.first_day, 0 as invites, 0 as converted, m.members - coalesce(sum(c.members), 0) as members
    from members as m
    left join cells as c on m.first_day = c.first_day
    group by m.first_day, m.members
),
told as (
    select * from cells
    union all
    select * from silent
)
select t.first_day, m.end_day, cast(t.invites as bigint) as invites, cast(t.converted as bigint) as converted, cast(t.members as bigint) as members
from told as t
inner join members as m on t.first_day = m.first_day
where exists (select 1 from all_referrals as r)
order by t.first_day, invites, converted
