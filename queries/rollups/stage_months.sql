-- grain: one row per last day of a month, stage of people a month before (0: gone, -1: not there yet), stage, segment and region; no staff
-- looks back 62 days
-- whatever the channel
-- stage, of the 28 days that end with the month: 5 advocate (recommended, shared, or made a valid referral), 4 contributor (answered a peer),
-- 3 regular (did something in 2 or more of the 4 weeks), 2 newcomer (first act less than 30 days ago), 1 lurker (did something in one week, or
-- never did anything and was seen), 0 lapsed (none of this any more). Who lapsed is there once, in the month of lapsing.
-- signs: a bit for each of the 4 weeks, the last one first, then 16 for an answer and 32 for advocacy.
create table stage_months as
with firsts as (
    select actor, min(day) as first_day
    from main.actor_days
    group by actor
),
signs as (
    select
        last_day(day) as ends,
        actor,
        segment,
        region,
        case when day > last_day(day) - 7 then 1 when day > last_day(day) - 14 then 2 when day > last_day(day) - 21 then 4 else 8 end as sign
    from actor_days
    where day > last_day(day) - 28
    union all
    select last_day(day) as ends, actor, segment, region, case when kind = 'answer' then 16 else 32 end as sign
    from advocate_days
    where day > last_day(day) - 28
    union all
    select last_day(day) as ends, referrer as actor, segment, region, 32 as sign
    from referrals
    where day > last_day(day) - 28 and referrer is not null and refusal is null and not is_staff
    union all
    select last_day(day) as ends, actor, segment, region, 0 as sign
    from interactions
    where day > last_day(day) - 28 and actor is not null and not is_staff and (kind = 'visit' or kind = 'open')
),
months as (
    select ends, actor, min(segment) as segment, min(region) as region, bit_or(sign) as signs
    from signs
    group by ends, actor
),
staged as (
    select
        m.ends,
        m.actor,
        m.segment,
        m.region,
        case
            when m.signs >= 32 then 5
            when m.signs >= 16 then 4
            when bit_count(m.signs) >= 2 then 3
            when m.signs > 0 and f.first_day > m.ends - 30 then 2
            else 1
        end as stage,
        case when f.first_day <= last_day(m.ends - 31) then 0 else -1 end as otherwise
    from months as m
    left join firsts as f on m.actor = f.actor
    where m.signs > 0 or f.first_day is null or f.first_day > m.ends
),
followed as (
    select
        *,
        lag(ends) over (partition by actor order by ends) as ends_before,
        lag(stage) over (partition by actor order by ends) as stage_before,
        lead(ends) over (partition by actor order by ends) as ends_after
    from staged
),
moves as (
    select ends, segment, region, stage, case when last_day(ends_before + 1) = ends then stage_before else otherwise end as stage_before
    from followed
    union all
    select last_day(ends + 1) as ends, segment, region, 0 as stage, stage as stage_before
    from followed
    where ends_after is null or ends_after > last_day(ends + 1)
)
select
    ends as day,
    stage_before,
    stage,
    segment,
    region,
    count(*) as people
from moves
group by ends, stage_before, stage, segment, region
order by ends
