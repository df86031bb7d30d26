-- grain: one row per day on which an action was raised, theme that it is about, topic, team and whether it is done
-- themes are joined by the unit separator (character 31); the first 60 of an action count
create table raised_days as
with digits as (
    select 0 as digit
    union all
    select 1
    union all
    select 2
    union all
    select 3
    union all
    select 4
    union all
    select 5
    union all
    select 6
    union all
    select 7
    union all
    select 8
    union all
    select 9
),
places as (
    select 10 * tens.digit + ones.digit + 1 as place
    from digits as tens
    cross join digits as ones
    where tens.digit < 6
),
raised as (
    select a.day, split_part(cast(a.themes as varchar), chr(31), p.place) as theme, a.topic, a.team, a.done_at is not null as is_done
    from actions as a
    cross join places as p
    where a.day is not null and a.themes is not null
)
select
    day,
    theme,
    topic,
    team,
    is_done,
    count(*) as actions
from raised
where theme <> ''
group by day, theme, topic, team, is_done
order by day
