-- grain: one row per person with a tie in the period, in order of their numbers, from 0 on
-- ties: people whom that person spoke to or who spoke to that person; mutual: those of them who spoke to each other
with ends as (
    select one as person_id, one_side as side, other_side, forth as gave, back as got from tie_pairs
    union all
    select other, other_side, one_side, back, forth from tie_pairs
),
persons as (
    select
        person_id,
        any_value(side) as side,
        count(*) as ties,
        count(*) filter (where gave > 0 and got > 0) as mutual,
        count(*) filter (where side = 'staff' or other_side = 'staff') as with_staff,
        sum(gave)::bigint as gave,
        sum(got)::bigint as got,
    from ends
    group by person_id
)
select
    row_number() over (order by e.person_id) - 1 as number,
    e.person_id,
    coalesce(p.name, e.person_id) as name,
    e.side,
    p.segment,
    p.region,
    e.ties,
    e.mutual,
    e.with_staff,
    e.gave,
    e.got,
from persons as e
left join whole_people as p on e.person_id = p.person_id
order by number
