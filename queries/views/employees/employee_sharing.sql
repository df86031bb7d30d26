-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Employees of today who shared something, of all employees of today.
-- Privacy: a cell is the employees of one team, segment and region. Where the smallest cell has fewer than $hidden (at least 5) people, the
-- smallest ones are one block of as many or more. A choice is answered where it does not cut that block in two, so that no two answers,
-- added or subtracted, tell of fewer people; what the people did, and when, does not change the cells.
with cells as (
    select team, segment, region, bool_and(inside) as inside, count(*) as people
    from whole_people
    where role = 'employee'
    group by team, segment, region
),
sized as (
    select
        *,
        coalesce(sum(people) over (order by people, team, segment, region rows between unbounded preceding and 1 preceding), 0) < greatest($hidden, 5)
        and min(people) over () < greatest($hidden, 5) as is_small,
    from cells
),
chosen as (
    select
        sum(people) filter (where inside) as employees,
        count(*) filter (where is_small and inside) = 0
        or (count(*) filter (where is_small and not inside) = 0 and sum(people) filter (where is_small) >= greatest($hidden, 5)) as is_shown,
    from sized
),
staff as (
    select p.person_id, p.team, p.segment, p.region
    from whole_people as p
    where p.role = 'employee' and p.inside
),
shared as (
    select i.period, i.bucket, count(distinct i.actor_id) as sharers
    from interactions as i
    inner join staff as s on i.actor_id = s.person_id
    where i.kind = 'share'
    group by grouping sets ((i.period), (i.period, i.bucket))
),
spans as (
    select period, bucket
    from calendar
    group by grouping sets ((period), (period, bucket))
),
told as (
    select
        c.period,
        c.bucket,
        case when s.is_shown then s.employees end as n,
        case when s.is_shown then coalesce(h.sharers, 0) end as sharers,
        not s.is_shown as hidden,
    from spans as c
    cross join chosen as s
    left join shared as h on c.period = h.period and c.bucket is not distinct from h.bucket
    where s.employees > 0 and exists (select 1 from whole_interaction_days as i where i.kind = 'share')
)
select
    period,
    bucket,
    rate(sharers, n) as value,
    wilson_low(sharers, n) as low,
    wilson_high(sharers, n) as high,
    n,
    sharers as numerator,
    hidden,
from told
order by period desc, bucket nulls first
