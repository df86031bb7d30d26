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
        case when $clock = 'business' then response_business else response_minutes end as minutes,
        case
            when response_minutes is not null then null
            when $clock = 'business' then cast($business_now as double) - opened_business
            else (epoch(cast($now as timestamptz)) - epoch(opened_at)) / 60
        end as waited,
    from cases
    where not is_staff and opened_at <= cast($now as timestamptz)
),
listed as (
    select
        period,
        "group",
        list_sort(list(minutes) filter (where minutes is not null)) as replies,
        list_sort(list(waited) filter (where waited is not null)) as waiting,
    from waits
    group by period, "group"
),
placed as (
    select
        *,
        coalesce(len(replies), 0) as n,
        coalesce(len(replies), 0) + coalesce(len(waiting), 0) as opened,
        waiting_places(replies, waiting) as places,
        up_to(replies, cast($within as double)) as within,
    from listed
),
halved as (
    select *, waiting_half(opened, places) as half
    from placed
    where opened > 0
)
select
    h.period,
    h."group",
    p.name,
    list_median(h.replies) as value,
    median_low(h.replies) as low,
    median_high(h.replies) as high,
    h.n,
    list_aggregate(h.replies, 'quantile_cont', 0.9) as p90,
    h.replies[cast(h.half - up_to(h.places, h.half) as bigint)] as waiting_median,
    h.opened,
    h.opened - h.n as unanswered,
    rate(h.opened - h.n, h.opened) as unanswered_share,
    h.within,
    rate(h.within, h.opened) as within_share,
    wilson_low(h.within, h.opened) as within_low,
    wilson_high(h.within, h.opened) as within_high,
    rate(h.within, h.n) as within_of_answered,
from halved as h
left join whole_people as p on $by = 'agent' and h."group" = p.person_id
order by h.period desc, h.opened desc, h."group"
