-- grain: one row per employee's comment that may be shown, or the only row with hidden where comments are there but none may be
-- Whole months only (those whose 15th lies in the period), and in each month 10 or more people must have answered with each value chosen, and as
-- many with what the filters leave out, as for the eNPS itself. Without person, team, day or score, in no order of time.
with cells as (
    select answered_month as month, cell, count(distinct person) as people
    from split_enps_answers
    where period = 'this'
    group by answered_month, cell
),
months as (
    select month, min(people) >= greatest($hidden, 10) as is_shown
    from cells
    where people > 0
    group by month
),
comments as (
    select s.month, s.comment, m.is_shown
    from whole_surveys as s
    inner join months as m on s.month = m.month
    where s.kind = 'enps' and s.score is not null and s.comment is not null and s.inside
),
told as (
    select month, comment, false as hidden
    from comments
    where is_shown
    union all
    select null, null, true
    from comments
    having count(*) > 0 and not bool_or(is_shown)
)
select month, comment, hidden
from told
order by month desc, md5(comment)
