-- grain: one row per day of the answer, kind, channel, team, topic, segment, region and themes (all of a row, joined); customers only
-- A detractor answers 0 to 6 on NPS; elsewhere as many points at the bottom of the scale count as points at its top count as satisfied.
create table answer_themes as
select
    day,
    week,
    month,
    kind,
    channel,
    team,
    topic,
    segment,
    region,
    themes,
    count(*) as answers,
    count(comment) as comments,
    cast(sum(case when kind = 'csat' and score is not null and scale_max - scale_min between 1 and 10 then 1 else 0 end) as bigint) as rated,
    cast(sum(case
        when kind <> 'csat' then 0
        when scale_max - scale_min between 1 and 2 and score >= scale_max then 1
        when scale_max - scale_min between 3 and 6 and score >= scale_max - 1 then 1
        when scale_max - scale_min between 7 and 10 and score >= scale_max - 2 then 1
        else 0
    end) as bigint) as satisfied,
    cast(sum(case when score is not null and scale_max - scale_min between 1 and 10 then 1 else 0 end) as bigint) as scored,
    cast(sum(case
        when kind = 'nps' and score <= 6 then 1
        when kind = 'nps' then 0
        when kind = 'ces' and scale_max - scale_min = 6 and score <= scale_min + 2 then 1
        when scale_max - scale_min between 1 and 2 and score <= scale_min then 1
        when scale_max - scale_min between 3 and 6 and score <= scale_min + 1 then 1
        when scale_max - scale_min between 7 and 10 and score <= scale_min + 2 then 1
        else 0
    end) as bigint) as detractors
from surveys
where day is not null and kind <> 'enps' and not is_staff and (score is not null or comment is not null)
group by day, week, month, kind, channel, team, topic, segment, region, themes
order by day
