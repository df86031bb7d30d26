-- grain: one row per day of the answer, kind, scale, score, channel, team, topic, product, segment and region
-- rated counts the answers on scales that have a rule for satisfied (not NPS, not percentages); employees answer only eNPS
create table survey_days as
select
    day,
    week,
    month,
    kind,
    scale_min,
    scale_max,
    score,
    channel,
    team,
    topic,
    product,
    segment,
    region,
    count(*) as answered,
    cast(sum(case
        when kind in ('nps', 'enps') then 0
        when scale_max - scale_min between 1 and 10 then 1
        else 0
    end) as bigint) as rated,
    cast(sum(case
        when kind in ('nps', 'enps') then 0
        when kind = 'ces' and scale_max - scale_min = 6 then case when score >= scale_max - 2 then 1 else 0 end
        when scale_max - scale_min between 1 and 2 then case when score >= scale_max then 1 else 0 end
        when scale_max - scale_min between 3 and 6 then case when score >= scale_max - 1 then 1 else 0 end
        when scale_max - scale_min between 7 and 10 then case when score >= scale_max - 2 then 1 else 0 end
        else 0
    end) as bigint) as satisfied,
    cast(sum(case when kind in ('nps', 'enps') and score >= 9 then 1 else 0 end) as bigint) as promoters,
    cast(sum(case when kind in ('nps', 'enps') and score <= 6 then 1 else 0 end) as bigint) as detractors
from surveys
where score is not null and day is not null and (kind = 'enps' or not is_staff)
group by day, week, month, kind, scale_min, scale_max, score, channel, team, topic, product, segment, region
order by day
