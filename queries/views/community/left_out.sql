-- grain: one row per role that is left out of the community's numbers, of the period
select
    cast(coalesce(actor_role, 'employee') as varchar) as role,
    count(*) as acts,
    coalesce(bit_count(bitstring_agg(actor, $first_number, $last_number)), 0) as people,
from interactions
where period = 'this' and is_staff
group by coalesce(actor_role, 'employee')
order by acts desc, role
