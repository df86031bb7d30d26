-- grain: one row per day, the day on which the same people did the same before (empty: never), segment and region; customers and members only
-- looks back to the last day of each actor
-- advocates: spoke for the company, by an act or a valid referral. more: did something, where referring is something too; less those whom
-- active_days counts. Of the people in a span of days, each is counted once: on the day whose day before lies outside the span.
create table doer_days as
with referred as (
    select day, referrer as actor, segment, region
    from referrals
    where day is not null and refusal is null and not is_staff
),
referrers as (
    select actor
    from referred
    group by actor
),
did as (
    select a.day, a.actor, a.segment, a.region, 1 as is_active
    from actor_days as a
    inner join referrers as r on a.actor = r.actor
    union all
    select day, actor, segment, region, 0 as is_active from referred
),
-- whoever referred, after what they did before and after what active_days knows of it: most of it is the same
followed as (
    select
        day,
        segment,
        region,
        is_active,
        lag(day) over (partition by actor order by day, is_active desc) as before_day,
        max(case when is_active = 1 then day end)
            over (partition by actor order by day, is_active desc rows between unbounded preceding and 1 preceding) as before_active
    from did
),
spoke as (
    select day, actor, segment, region from advocate_days
    union all
    select day, actor, segment, region from referred
),
places as (
    select day, segment, region, lag(day) over (partition by actor order by day) as before_day, 1 as advocates, 0 as more
    from spoke
    union all
    select day, segment, region, before_day, 0 as advocates, 1 as more
    from followed
    where is_active = 0 or coalesce(before_day <> before_active, before_day is not null)
    union all
    select day, segment, region, before_active as before_day, 0 as advocates, -1 as more
    from followed
    where is_active = 1 and coalesce(before_day <> before_active, before_day is not null)
)
select
    day,
    before_day,
    segment,
    region,
    cast(sum(advocates) as bigint) as advocates,
    cast(sum(more) as bigint) as more
from places
where before_day is null or before_day < day
group by day, before_day, segment, region
having sum(advocates) <> 0 or sum(more) <> 0
order by day
