-- grain: one row per theme and action that was raised, decided or done in this period, the last done first
-- value and before are CSAT of the theme in the 42 days after and before the day of done, that day left out, under the filters at hand but for the
-- period; said and before_said are the comments on it in the same days. Empty until the 42 days are over. Low and high are the interval of the change: it came after the action, not because of it.
with themed as (
    select
        action_id,
        unnest(string_split(cast(themes as varchar), chr(31))) as theme,
        title,
        cast(team as varchar) as team,
        cast(status as varchar) as status,
        raised_at,
        decided_at,
        done_at,
        cast(timezone($zone, done_at) as date) as done_day,
    from all_actions
    where themes is not null
),
concerned as materialized (
    select t.*
    from themed as t
    inner join periods as p on p.period = 'this'
    where
        (cast(timezone($zone, t.raised_at) as date) >= p.start_day and cast(timezone($zone, t.raised_at) as date) < p.end_day)
        or (cast(timezone($zone, t.decided_at) as date) >= p.start_day and cast(timezone($zone, t.decided_at) as date) < p.end_day)
        or (t.done_day >= p.start_day and t.done_day < p.end_day)
),
spans as (
    select min(done_day) - 42 as first_day, max(done_day) + 42 as last_day
    from concerned
),
summed as (
    select day, cast(themes as varchar) as themes, sum(rated) as rated, sum(satisfied) as satisfied, sum(comments) as comments
    from all_answer_themes
    where themes is not null and day >= (select first_day from spans) and day <= (select last_day from spans)
    group by day, themes
),
answers as (
    select day, unnest(string_split(themes, chr(31))) as theme, rated, satisfied, comments
    from summed
),
compared as (
    select
        c.action_id,
        c.theme,
        sum(a.rated) filter (where a.day > c.done_day) as n,
        sum(a.satisfied) filter (where a.day > c.done_day) as satisfied,
        sum(a.rated) filter (where a.day < c.done_day) as before_n,
        sum(a.satisfied) filter (where a.day < c.done_day) as before_satisfied,
        coalesce(sum(a.comments) filter (where a.day > c.done_day), 0) as said,
        coalesce(sum(a.comments) filter (where a.day < c.done_day), 0) as before_said,
    from concerned as c
    inner join answers as a on c.theme = a.theme and a.day between c.done_day - 42 and c.done_day + 42
    where c.done_day + 42 < cast($data_to as date)
    group by c.action_id, c.theme
)
select
    c.theme,
    c.title,
    c.team,
    c.status,
    c.raised_at,
    c.decided_at,
    c.done_at,
    (epoch(c.done_at) - epoch(c.raised_at)) / 86400 as days,
    rate(m.satisfied, m.n) as value,
    rate(m.before_satisfied, m.before_n) as before,
    difference_low(m.satisfied, m.n, m.before_satisfied, m.before_n) as low,
    difference_high(m.satisfied, m.n, m.before_satisfied, m.before_n) as high,
    m.n,
    m.before_n,
    m.said,
    m.before_said,
    c.action_id,
from concerned as c
left join compared as m on c.action_id = m.action_id and c.theme = m.theme
order by c.done_at desc nulls last, c.raised_at desc, c.action_id, c.theme
