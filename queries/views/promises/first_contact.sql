-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Cases by the day they were solved first, once their 7 days are over: solved at the first contact are those with one reply, not reopened, and no new
-- case by the same person, of any channel, within 7 days. Cases of unknown people, or without a count of replies or reopenings, lie outside.
with solved as (
    select
        d.period,
        d.bucket,
        c.case_id,
        c.person_id,
        coalesce(c.first_resolved_at, c.resolved_at) as solved_at,
        c.agent_replies = 1 and not c.is_reopened as is_one_touch,
    from all_cases as c
    inner join calendar as d on c.solved_day = d.day
    where
        c.solved_day <= cast($data_to as date) - 8
        and not c.is_staff
        and c.person_id is not null
        and c.agent_replies is not null
        and c.is_reopened is not null
),
back as (
    select distinct s.case_id
    from solved as s
    inner join whole_cases as n on s.person_id = n.person_id
    where s.is_one_touch and n.opened_at > s.solved_at and n.opened_at <= s.solved_at + interval 7 day
),
counted as (
    select
        s.period,
        s.bucket,
        count(*) as n,
        count(*) filter (where s.is_one_touch and b.case_id is null) as numerator,
    from solved as s
    left join back as b on s.case_id = b.case_id
    group by grouping sets ((s.period), (s.period, s.bucket))
)
select
    period,
    bucket,
    rate(numerator, n) as value,
    wilson_low(numerator, n) as low,
    wilson_high(numerator, n) as high,
    n,
    numerator,
from counted
order by period desc, bucket nulls first
