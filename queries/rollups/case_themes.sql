-- grain: one row per day of opening, channel, team, topic, segment, region and themes (all of a row, joined) of cases with words; customers only
create table case_themes as
select
    day,
    week,
    month,
    channel,
    team,
    topic,
    segment,
    region,
    themes,
    count(*) as cases
from cases
where day is not null and subject is not null and not is_threaded and not is_staff
group by day, week, month, channel, team, topic, segment, region, themes
order by day
