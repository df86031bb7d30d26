-- grain: one row per month of first acts and months since then, of whole months before the period's end (bucket: the first month)
-- Who was active again, of all whose first act, in any channel, was in that month. A month in which nobody was has no row.
with months as (
    select cohort, months, sum(people) as people, sum(members) as members
    from until_cohort_months
    where period = 'this'
    group by cohort, months
),
cells as (
    select cohort, months, people, max(members) over (partition by cohort) as members
    from months
    where cohort is not null
)
select
    cohort as bucket,
    months,
    people,
    members,
    rate(people, members) as value,
    wilson_low(people, members) as low,
    wilson_high(people, members) as high,
from cells
where members > 0
order by bucket, months
