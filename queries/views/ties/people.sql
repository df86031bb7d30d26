-- grain: one row per person of those $numbers, and the one whose id is $person (neither given: everybody), in order of their numbers
select
    a.actor as number,
    a.person_id,
    coalesce(p.name, a.person_id) as name,
    p.segment,
    p.region,
from account.actors as a
left join whole_people as p on a.actor = p.number
where ($numbers is null and $person is null) or a.actor in (select unnest($numbers::integer[])) or a.person_id = $person
order by number
