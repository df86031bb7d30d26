-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- Of the ties with a member at one end or both, those among members. A tie counts once a row, however often the two spoke.
with said as not materialized (
    select period, bucket, actor, actor_role, toward, is_staff, is_again
    from tie_acts
    where actor is not null
),
strangers as (
    select actor, min(side) as side
    from (
        select number as actor, side_of(role::varchar) as side from whole_people
        where is_staff
        union all
        select actor, side_of(actor_role::varchar) from said
        where is_staff
        group by actor, actor_role
    ) as s
    group by actor
),
-- Two who spoke but once have one tie.
once as (
    select s.period, s.bucket, a.side, t.side as other_side, count(*) as ties
    from said as s
    left join strangers as a on s.actor = a.actor
    left join strangers as t on s.toward = t.actor
    where not s.is_again and s.actor <> s.toward
    group by s.period, s.bucket, a.side, t.side
),
again as (
    select period, bucket, actor, toward
    from said
    where is_again and actor <> toward
    group by grouping sets ((period, actor, toward), (period, bucket, actor, toward))
),
directed as (
    select period, bucket, side, other_side, ties from once
    union all
    select period, null, side, other_side, ties from once
    union all
    select d.period, d.bucket, a.side, t.side as other_side, 1 as ties
    from again as d
    left join strangers as a on d.actor = a.actor
    left join strangers as t on d.toward = t.actor
),
-- which of them count is asked of the few sums: a condition would be asked of each tie
counted as (
    select
        period,
        bucket,
        coalesce(sum(ties) filter (where side is null and other_side is null), 0)::bigint as among_members,
        coalesce(sum(ties) filter (where side = 'staff' and other_side is null), 0)::bigint as from_staff,
        coalesce(sum(ties) filter (where side is null and other_side = 'staff'), 0)::bigint as to_staff,
    from directed
    group by period, bucket
    having count(*) filter (where (side is null and coalesce(other_side, '') <> 'apart') or (other_side is null and side <> 'apart')) > 0
)
select
    period,
    bucket,
    rate(among_members, among_members + from_staff + to_staff) as value,
    wilson_low(among_members, among_members + from_staff + to_staff) as low,
    wilson_high(among_members, among_members + from_staff + to_staff) as high,
    among_members + from_staff + to_staff as n,
    among_members as numerator,
    from_staff,
    to_staff,
from counted
order by period desc, bucket nulls first
