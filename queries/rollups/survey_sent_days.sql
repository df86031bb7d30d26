-- grain: one row per day of sending, kind, channel, team, topic, product, segment, region and speed; customers only
-- rated and satisfied count answers on scales that have a rule for satisfied
-- speed: how soon the case asked about was solved, 1 within an hour, 2 within 4, 3 within a day, 4 within 3, 5 later, 6 not yet; empty without a case
create table survey_sent_days as
select
    sent_day as day,
    kind,
    channel,
    team,
    topic,
    product,
    segment,
    region,
    speed,
    count(*) as sent,
    count(score) as answered,
    cast(sum(case when scale_max - scale_min between 1 and 10 and score is not null then 1 else 0 end) as bigint) as rated,
    cast(sum(case
        when kind = 'ces' and scale_max - scale_min = 6 then case when score >= scale_max - 2 then 1 else 0 end
        when scale_max - scale_min between 1 and 2 then case when score >= scale_max then 1 else 0 end
        when scale_max - scale_min between 3 and 6 then case when score >= scale_max - 1 then 1 else 0 end
        when scale_max - scale_min between 7 and 10 then case when score >= scale_max - 2 then 1 else 0 end
        else 0
    end) as bigint) as satisfied
from surveys
where sent_day is not null and kind <> 'enps' and not is_staff
group by sent_day, kind, channel, team, topic, product, segment, region, speed
order by sent_day
