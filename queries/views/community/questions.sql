-- grain: one row per period, and one per period and bucket of asking (bucket empty: the whole period)
-- Median hours until the first answer, where a peer gave it (value), where staff did, and of every one; questions counts the unanswered, too.
-- any_…: the asker's own answers count as well, as figures that communities publish often have it.
with asked as (
    select
        period,
        bucket,
        (epoch_us(answered_at) - epoch_us(opened_at)) / 1e6 / 3600 as hours,
        (epoch_us(any_at) - epoch_us(opened_at)) / 1e6 / 3600 as any_hours,
        by_staff as is_staff,
        is_accepted,
    from conversations
    where kind = 'question'
),
counted as (
    select
        period,
        bucket,
        count(*) as questions,
        count(hours) as answered,
        count(*) filter (where is_accepted) as accepted,
        count(*) filter (where hours <= 24) as within_day,
        count(any_hours) as any_answered,
        count(*) filter (where any_hours <= 24) as any_within_day,
        median(any_hours) as any_value,
        median(hours) as every_value,
        list_sort(list(hours) filter (where not is_staff)) as by_peers,
        list_sort(list(hours) filter (where is_staff)) as by_staff,
    from asked
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    list_median(by_peers) as value,
    median_low(by_peers) as low,
    median_high(by_peers) as high,
    coalesce(len(by_peers), 0) as n,
    list_median(by_staff) as staff_value,
    median_low(by_staff) as staff_low,
    median_high(by_staff) as staff_high,
    coalesce(len(by_staff), 0) as staff_n,
    every_value,
    questions,
    answered,
    accepted,
    within_day,
    any_answered,
    any_value,
    any_within_day,
from counted
order by period desc, bucket nulls first
