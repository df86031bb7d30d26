-- grain: one row per period (bucket empty: the last whole month before its end), and one per period and last day of a whole month before that
-- Orbit model: weights 10, 7, 4 and 1 for levels 1 to 4; gravity is the change of the sum of squared weights since the month before, a member.
with counts as (
    select
        period,
        bucket,
        day,
        grouping(bucket) as is_whole,
        sum(people) filter (where stage = 5) as advocates,
        sum(people) filter (where stage = 4) as contributors,
        sum(people) filter (where stage = 3) as participants,
        sum(people) filter (where stage = 1 or stage = 2) as observers,
        sum(people) filter (where stage_before = 5) as advocates_before,
        sum(people) filter (where stage_before = 4) as contributors_before,
        sum(people) filter (where stage_before = 3) as participants_before,
        sum(people) filter (where stage_before = 1 or stage_before = 2) as observers_before,
    from until_stage_months
    group by grouping sets ((period, day), (period, bucket, day))
),
filled as (
    select
        period,
        day,
        is_whole,
        coalesce(advocates, 0) as advocates,
        coalesce(contributors, 0) as contributors,
        coalesce(participants, 0) as participants,
        coalesce(observers, 0) as observers,
        coalesce(advocates_before, contributors_before, participants_before, observers_before) is not null as is_followed,
        100 * coalesce(advocates_before, 0) + 49 * coalesce(contributors_before, 0) + 16 * coalesce(participants_before, 0)
        + coalesce(observers_before, 0) as mass_before,
    from counts
    where coalesce(advocates, contributors, participants, observers) is not null
),
weighed as (
    select
        *,
        advocates + contributors + participants + observers as members,
        100 * advocates + 49 * contributors + 16 * participants + observers as mass,
        max(day) over (partition by period) as last_day,
    from filled
)
select
    period,
    case when is_whole = 1 then null else day end as bucket,
    case when is_followed then cast(mass - mass_before as double) / members end as value,
    cast(null as double) as low,
    cast(null as double) as high,
    members as n,
    mass,
    advocates,
    contributors,
    participants,
    observers,
from weighed
where is_whole = 0 or day = last_day
order by period desc, bucket nulls first
