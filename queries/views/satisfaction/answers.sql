-- grain: one row per answer of this period, newest first, at most 500; total says how many there are
-- The answers behind a bar: of a $kind, of the $picked of a $dimension, with a $score on a scale; what is not given does not narrow.
-- Employees' answers are never listed. Without a score asked for, the answers are those that the rates count.
-- The daily totals tell how many there are and on which days the newest lie, so that no other day is looked at.
with counted as (
    select
        day,
        case
            when $score is not null then sum(answered)
            else sum(rated) + coalesce(sum(answered) filter (where kind = 'nps'), 0)
        end as answers,
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
    group by day
),
days as (
    select day, sum(answers) over () as total, sum(answers) over () - sum(answers) over (order by day) as later
    from counted
),
recent as (
    select day, total
    from days
    where later < 500
)
select
    s.answered_at,
    s.kind,
    s.score,
    s.scale_min,
    s.scale_max,
    s.comment,
    s.person_id,
    p.name,
    s.channel,
    s.segment,
    s.region,
    s.team,
    s.topic,
    s.product,
    s.case_id,
    s.response_id,
    r.total,
from surveys as s
inner join recent as r on s.day = r.day
left join whole_people as p on s.person_id = p.person_id
where
    s.period = 'this'
    and s.kind in ('csat', 'nps', 'ces')
    and s.score is not null
    and not s.is_staff
    and ($kind is null or s.kind = $kind)
    and ($score is null or s.score = cast($score as double))
    and ($scale_min is null or s.scale_min = cast($scale_min as double))
    and ($scale_max is null or s.scale_max = cast($scale_max as double))
    and ($score is not null or s.kind = 'nps' or satisfied(s.score, s.scale_min, s.scale_max) is not null)
    and ($dimension is null or $picked = coalesce(
        case $dimension
            when 'channel' then s.channel
            when 'segment' then s.segment
            when 'region' then s.region
            when 'team' then s.team
            when 'topic' then s.topic
            when 'product' then s.product
        end,
        '(not given)'
    ))
order by s.answered_at desc, s.response_id
limit 500
