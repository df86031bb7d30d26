-- grain: one row per period and group of the dimension $by (channel, team, agent, topic, priority, segment or region; else all cases are one group)
-- Minutes to the first reply of the cases opened, in business hours where $clock is 'business'.
-- name is that of an agent, where the people's export has one. value, low, high and p90 are over the n answered; waiting_median is the Kaplan-Meier
-- median over answered and still waiting: the first moment by which more than half have their reply, empty where it is not reached.
-- within counts replies within $within minutes.
with waits as (
    select
        period,
        coalesce(
            case $by
                when 'channel' then channel
                when 'team' then team
                when 'agent' then agent_id
                when 'topic' then topic
                when 'priority' then priority
                when 'segment' then segment
                when 'region' then region
                else 'all'
            end,
            '(not given)'
        ) as "group",
        first_response_at is not null as is_answered,
        case
            when $clock = 'business' then coalesce(response_business, cast($business_now as double) - opened_business)
            else coalesce(response_minutes, (epoch(cast($now as timestamptz)) - epoch(opened_at)) / 60)
        end as minutes,
    from cases
    where not is_staff and opened_at <= cast($now as timestamptz)
),
known as (
    select * from waits where minutes is not null
),
-- whole numbers as doubles, and groups by number: windows over these are quicker, and as exact
moments as (
    select period, "group", minutes, cast(count(*) filter (where is_answered) as double) as replies, cast(count(*) as double) as ended
    from known
    group by period, "group", minutes
),
totals as (
    select period, "group", row_number() over () as cell, cast(sum(replies) as bigint) as n, cast(sum(ended) as bigint) as opened
    from moments
    group by period, "group"
),
ranked as (
    select t.cell, m.minutes, m.replies, t.n, sum(m.replies) over so_far as place, t.opened - sum(m.ended) over so_far + m.ended as at_risk
    from moments as m
    inner join totals as t on m.period = t.period and m."group" = t."group"
    window so_far as (partition by t.cell order by m.minutes rows unbounded preceding)
),
survival as (
    select *, product(1 - replies / at_risk) over (partition by cell order by minutes rows unbounded preceding) as share_waiting
    from ranked
),
-- the value at a place among those answered is the first at which so many have their reply
found as (
    select
        cell,
        min(minutes) filter (where place >= (n + 1) // 2) as lower_half,
        min(minutes) filter (where place >= n // 2 + 1) as upper_half,
        min(minutes) filter (where place >= median_place(n)) as low,
        min(minutes) filter (where place >= n + 1 - median_place(n)) as high,
        min(minutes) filter (where place >= floor(0.9 * (n - 1)) + 1) as p90_below,
        min(minutes) filter (where place >= ceil(0.9 * (n - 1)) + 1) as p90_above,
        min(minutes) filter (where share_waiting < 0.5 - 1e-12) as waiting_median,
        coalesce(cast(sum(replies) filter (where minutes <= cast($within as double)) as bigint), 0) as within,
    from survival
    group by cell
),
told as (
    select t.*, f.* exclude (cell)
    from found as f
    inner join totals as t on f.cell = t.cell
)
select
    f.period,
    f."group",
    p.name,
    case when f.n > 0 then (f.lower_half + f.upper_half) / 2 end as value,
    f.low,
    f.high,
    f.n,
    case when f.n > 0 then f.p90_below + (0.9 * (f.n - 1) - floor(0.9 * (f.n - 1))) * (f.p90_above - f.p90_below) end as p90,
    f.waiting_median,
    f.opened,
    f.opened - f.n as unanswered,
    rate(f.opened - f.n, f.opened) as unanswered_share,
    f.within,
    rate(f.within, f.opened) as within_share,
    wilson_low(f.within, f.opened) as within_low,
    wilson_high(f.within, f.opened) as within_high,
    rate(f.within, f.n) as within_of_answered,
from told as f
left join whole_people as p on $by = 'agent' and f."group" = p.person_id
order by f.period desc, f.opened desc, f."group"
