-- grain: one row per pair of people with a tie in the period, by their numbers in ties/people; see shared/tie_pairs
with numbered as (
    select person_id, row_number() over (order by person_id) - 1 as number
    from (
        select one as person_id from tie_pairs
        union
        select other from tie_pairs
    ) as p
)
select a.number::integer as one, b.number::integer as other, k.forth::integer as forth, k.back::integer as back
from tie_pairs as k
inner join numbered as a on k.one = a.person_id
inner join numbered as b on k.other = b.person_id
order by one, other
