-- grain: one row per period and mark of minutes (business minutes where $clock is 'business')
-- Kaplan-Meier: share of the customers of the period still waiting for their first reply, those without one counted up to the data's last moment;
-- low and high by Greenwood's formula. n answered or are waiting; half_after is the median, empty where it is not reached. Marks beyond the longest wait are left out.
with waits as (
    select
        period,
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
        list_sort(list(minutes) filter (where minutes is not null)) as replies,
        list_sort(list(waited) filter (where waited is not null)) as waiting,
    from waits
    group by period
),
placed as (
    select
        *,
        coalesce(len(replies), 0) + coalesce(len(waiting), 0) as n,
        coalesce(len(waiting), 0) as unanswered,
        waiting_places(replies, waiting) as places,
        greatest(replies[-1], waiting[-1]) as longest,
    from listed
),
halved as (
    select *, waiting_half(n, places) as half
    from placed
),
marked as (
    select
        *,
        replies[cast(half - up_to(places, half) as bigint)] as half_after,
        unnest([1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 7200, 10080, 20160, 43200]) as mark,
    from halved
),
reached as (
    select *, up_to(replies, mark) as answered
    from marked
    where longest >= mark
),
-- the place among all of the last reply that came by then
followed as (
    select *, case when answered > 0 then answered + below(waiting, replies[answered]) else 0 end as place
    from reached
),
survival as (
    select *, waiting_share(n, place, places) as value, coalesce(waiting_spread(n, place, places), 0) as greenwood
    from followed
)
select
    period,
    mark,
    value,
    greatest(value - z95() * value * sqrt(greenwood), 0) as low,
    least(value + z95() * value * sqrt(greenwood), 1) as high,
    n,
    unanswered,
    half_after,
from survival
order by period desc, mark
