-- grain: one row per answer of this period, newest first, at most 500; total says how many there are
-- The answers behind a bar: of a $kind, of the $picked of a $dimension, with a $score on a scale; what is not given does not narrow.
-- Employees' answers are never listed. Without a score asked for, the answers are those that the rates count.
with newest as materialized (
    select response_id, kind, score, scale_min, scale_max, answered_at, person_id, segment, region, channel, team, topic, product, case_id, comment
    from surveys
    where
        period = 'this'
        and kind in ('csat', 'nps', 'ces')
        and score is not null
        and not is_staff
        and ($kind is null or kind = $kind)
        and ($score is null or score = cast($score as double))
        and ($scale_min is null or scale_min = cast($scale_min as double))
        and ($scale_max is null or scale_max = cast($scale_max as double))
        and ($score is not null or kind = 'nps' or satisfied(score, scale_min, scale_max) is not null)
        and ($dimension is null or $picked = coalesce(
            case $dimension
                when 'channel' then channel
                when 'segment' then segment
                when 'region' then region
                when 'team' then team
                when 'topic' then topic
                when 'product' then product
            end,
            '(not given)'
        ))
    order by answered_at desc, response_id
    limit 500
),
counted as (
    -- the same answers, from the daily totals
    select sum(case when $score is not null or kind = 'nps' then answered else rated end) as total
    from survey_days
    where
        period = 'this'
        and kind in ('csat', 'nps', 'ces')
        and ($kind is null or kind = $kind)
        and ($score is null or score = cast($score as double))
        and ($scale_min is null or scale_min = cast($scale_min as double))
        and ($scale_max is null or scale_max = cast($scale_max as double))
        and ($dimension is null or $picked = coalesce(
            case $dimension
                when 'channel' then channel
                when 'segment' then segment
                when 'region' then region
                when 'team' then team
                when 'topic' then topic
                when 'product' then product
            end,
            '(not given)'
        ))
),
named as (
    select person_id, name
    from whole_people
    where person_id in (select person_id from newest)
)
select
    n.answered_at,
    n.kind,
    n.score,
    n.scale_min,
    n.scale_max,
    n.comment,
    n.person_id,
    p.name,
    n.channel,
    n.segment,
    n.region,
    n.team,
    n.topic,
    n.product,
    n.case_id,
    n.response_id,
    c.total,
from newest as n
cross join counted as c
left join named as p on n.person_id = p.person_id
order by n.answered_at desc, n.response_id
