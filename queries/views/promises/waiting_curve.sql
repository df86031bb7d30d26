-- grain: one row per period and mark of minutes (business minutes where $clock is 'business')
-- Kaplan-Meier: share of the customers of the period still waiting for their first reply, those without one counted up to the data's last moment;
-- low and high by Greenwood's formula. n answered or are waiting; half_after is the median, empty where it is not reached. Marks beyond the longest wait are left out.
with waits as (
    select
        period,
        first_response_at is not null as is_answered,
        case
            when $clock = 'business' then coalesce(response_business, cast($business_now as double) - opened_business)
            else coalesce(response_minutes, (epoch(cast($now as timestamptz)) - epoch(opened_at)) / 60)
        end as minutes,
    from cases
    where not is_staff and opened_at <= cast($now as timestamptz)
),
moments as (
    select period, minutes, cast(count(*) filter (where is_answered) as double) as replies, cast(count(*) as double) as ended
    from waits
    where minutes is not null
    group by period, minutes
),
totals as (
    select period, cast(sum(replies) as bigint) as replies, cast(sum(ended) as bigint) as n, max(minutes) as longest
    from moments
    group by period
),
ranked as (
    select
        m.*,
        t.n - sum(m.ended) over (partition by m.period order by m.minutes rows unbounded preceding) + m.ended as at_risk,
    from moments as m
    inner join totals as t on m.period = t.period
),
survival as (
    select
        *,
        product(1 - replies / at_risk) over so_far as value,
        sum(replies / nullif(at_risk * (at_risk - replies), 0)) over so_far as greenwood,
    from ranked
    window so_far as (partition by period order by minutes rows unbounded preceding)
),
halves as (
    select period, min(minutes) as half_after
    from survival
    where value < 0.5 - 1e-12
    group by period
),
marks as (
    select unnest([1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 7200, 10080, 20160, 43200]) as mark
)
select
    m.period,
    m.mark,
    coalesce(s.value, 1) as value,
    greatest(coalesce(s.value - z95() * s.value * sqrt(coalesce(s.greenwood, 0)), 1), 0) as low,
    least(coalesce(s.value + z95() * s.value * sqrt(coalesce(s.greenwood, 0)), 1), 1) as high,
    m.n,
    m.unanswered,
    h.half_after,
from (select t.period, t.n, t.n - t.replies as unanswered, k.mark from totals as t inner join marks as k on t.longest >= k.mark) as m
asof left join survival as s on m.period = s.period and m.mark >= s.minutes
left join halves as h on m.period = h.period
order by m.period desc, m.mark
