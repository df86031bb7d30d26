-- grain: one row per employee's comment that may be shown, or the only row with hidden where comments are there but none may be
-- Whole months only (those whose 15th lies in the period), and in each month 10 or more people must have answered with each value chosen, and as
-- many with what the filters leave out, as for the eNPS itself. Without person, team, day or score, in no order of time.
with months_asked as (
    select day - 14 as month
    from calendar
    where period = 'this' and day(day) = 15
),
answers as (
    select s.month, s.cell, s.inside, coalesce(s.person_id, s.response_id) as person, s.score, s.comment
    from whole_surveys as s
    inner join months_asked as m on s.month = m.month
    where s.kind = 'enps' and s.score is not null
),
cells as (
    select month, cell, count(distinct person) as people
    from answers
    group by month, cell
),
months as (
    select month, min(people) >= greatest($hidden, 10) as is_shown
    from cells
    group by month
),
comments as (
    select a.month, a.comment, a.score, m.is_shown
    from answers as a
    inner join months as m on a.month = m.month
    where a.inside and a.comment is not null
),
told as (
    select month, comment, score, false as hidden
    from comments
    where is_shown
    union all
    select null, null, null, true
    from comments
    having count(*) > 0 and not bool_or(is_shown)
)
select month, comment, hidden
from told
order by month desc, md5(comment)
