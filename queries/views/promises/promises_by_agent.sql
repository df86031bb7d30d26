-- grain: one row per period and agent of the case that the promise belongs to
-- promises by the day they were due, of a $kind if one is given; name where the people's export has one; none where no promise belongs to a case with an agent
with promises_due as (
    select
        p.period,
        c.agent_id,
        count(*) filter (where p.kept_at <= p.due_at) as kept,
        count(*) filter (where p.kept_at > p.due_at) as late,
        count(*) filter (where p.kept_at is null) as overdue,
    from promises as p
    inner join whole_cases as c on p.case_id = c.case_id
    where not p.is_staff and c.agent_id is not null and ($kind is null or p.kind = $kind)
    group by p.period, c.agent_id
)
select
    d.period,
    'agent' as dimension,
    d.agent_id as "group",
    a.name,
    rate(d.kept, d.kept + d.late + d.overdue) as value,
    wilson_low(d.kept, d.kept + d.late + d.overdue) as low,
    wilson_high(d.kept, d.kept + d.late + d.overdue) as high,
    d.kept + d.late + d.overdue as n,
    d.kept,
    d.late,
    d.overdue,
from promises_due as d
left join whole_people as a on d.agent_id = a.person_id
order by d.period desc, n desc, "group"
