-- grain: one row per period and team of the employees chosen, and one per period for all of them (team empty)
-- What employees of today shared and what came of it: clicks and replies of others than staff, and their own valid referrals.
-- half: smallest number of people with half of the acts; empty where fewer than $hidden (at least 5) shared.
-- Privacy: see shared/staff_cells
with groups as (
    select team, employees, is_shown, false as is_every from staff_teams
    union all
    select null, employees, is_shown, true from staff_chosen
    where employees > 0
),
acts as (
    select d.period, s.team, s.number, d.shares, d.clicks, d.replies, 0 as referrals
    from staff_shares as d
    inner join staff_inside as s on d.actor = s.number
    union all
    select r.period, s.team, s.number, 0, 0, 0, 1
    from referrals as r
    inner join staff_inside as s on r.referrer = s.number
    where r.refusal is null
),
persons as (
    select
        period,
        grouping(team) = 1 as is_every,
        team,
        number,
        sum(shares) as shares,
        sum(clicks) as clicks,
        sum(replies) as replies,
        sum(referrals) as referrals,
    from acts
    group by grouping sets ((period, number), (period, team, number))
),
ranked as (
    select
        *,
        row_number() over busiest as place,
        2 * sum(shares) over busiest >= sum(shares) over (partition by period, is_every, team) as is_half,
    from persons
    window busiest as (partition by period, is_every, team order by shares desc, number rows unbounded preceding)
),
summed as (
    select
        period,
        is_every,
        team,
        count(*) filter (where shares > 0) as sharers,
        sum(shares) as shares,
        sum(clicks) as clicks,
        sum(replies) as replies,
        sum(referrals) as referrals,
        min(place) filter (where is_half) as half,
    from ranked
    group by period, is_every, team
),
told as (
    select
        p.period,
        g.is_every,
        g.team,
        not g.is_shown as hidden,
        case when g.is_shown then g.employees end as n,
        case when g.is_shown then coalesce(s.sharers, 0) end as sharers,
        case when g.is_shown then coalesce(s.shares, 0) end as shares,
        case when g.is_shown then coalesce(s.clicks, 0) end as clicks,
        case when g.is_shown then coalesce(s.replies, 0) end as replies,
        case when g.is_shown then coalesce(s.referrals, 0) end as referrals,
        case when g.is_shown and s.sharers >= greatest($hidden, 5) then s.half end as half,
    from groups as g
    cross join periods as p
    left join summed as s on p.period = s.period and g.is_every = s.is_every and g.team is not distinct from s.team
    where exists (select 1 from whole_interaction_days as i where i.kind = 'share')
)
select
    period,
    is_every,
    coalesce(team::varchar, case when is_every then 'all' else '(no team)' end) as "group",
    rate(sharers, n) as value,
    wilson_low(sharers, n) as low,
    wilson_high(sharers, n) as high,
    n,
    sharers,
    shares,
    clicks,
    replies,
    referrals,
    half,
    hidden,
from told
order by period desc, is_every desc, value desc nulls last, "group"
