-- grain: one row per day of sending, kind, channel, team, topic, product, segment, region and speed; customers only
-- rated and satisfied count answers on scales that have a rule for satisfied
-- speed: how soon the case asked about was solved, 1 within an hour, 2 within 4, 3 within a day, 4 within 3, 5 later, 6 not yet; empty without a case
create table survey_sent_days as
with speeds as (
    select
        case_id,
        case
            when resolution_minutes is null then 6
            when resolution_minutes <= 60 then 1
            when resolution_minutes <= 240 then 2
            when resolution_minutes <= 1440 then 3
            when resolution_minutes <= 4320 then 4
            else 5
        end as speed
    from cases
)
select
    s.sent_day as day,
    s.kind,
    s.channel,
    s.team,
    s.topic,
    s.product,
    s.segment,
    s.region,
    c.speed,
    count(*) as sent,
    count(s.score) as answered,
    cast(sum(case when s.scale_max - s.scale_min between 1 and 10 and s.score is not null then 1 else 0 end) as bigint) as rated,
    cast(sum(case
        when s.kind = 'ces' and s.scale_max - s.scale_min = 6 then case when s.score >= s.scale_max - 2 then 1 else 0 end
        when s.scale_max - s.scale_min between 1 and 2 then case when s.score >= s.scale_max then 1 else 0 end
        when s.scale_max - s.scale_min between 3 and 6 then case when s.score >= s.scale_max - 1 then 1 else 0 end
        when s.scale_max - s.scale_min between 7 and 10 then case when s.score >= s.scale_max - 2 then 1 else 0 end
        else 0
    end) as bigint) as satisfied
from surveys as s
left join speeds as c on s.case_id = c.case_id
where s.sent_day is not null and s.kind <> 'enps' and not s.is_staff
group by s.sent_day, s.kind, s.channel, s.team, s.topic, s.product, s.segment, s.region, c.speed
order by s.sent_day
