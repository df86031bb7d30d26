-- grain: one row per promoter (latest NPS before the period ends is 9 or 10) who never invited anybody and whom no colleague invited to do so
-- The latest answers first, at most 500; total says how many there are.
with promoters as (
    select person, any_value(person_id) as person_id, arg_max(score, answered_at) as score, max(answered_at) as answered_at
    from all_nps_followed
    where day < cast($period_end as date)
    group by person
    having arg_max(score, answered_at) >= 9
),
asked as (
    select referrer as person from whole_referrals
    union
    select actor from whole_interactions
    where kind = 'invite'
    union
    select target from whole_interactions
    where kind = 'invite' and is_staff
),
newest as (
    select s.*, count(*) over () as total
    from promoters as s
    where s.person not in (select person from asked where person is not null)
    order by s.answered_at desc, s.person_id
    limit 500
)
select n.person_id, coalesce(p.name, n.person_id) as name, p.segment, p.region, n.score, n.answered_at, p.consent, o.name as owner, n.total
from newest as n
left join whole_people as p on n.person_id = p.person_id
left join whole_people as o on p.owner_id = o.person_id
order by n.answered_at desc, n.person_id
