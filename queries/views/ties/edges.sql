-- grain: one row per pair of people with a tie in the period, by their numbers, the lower one first
-- forth and back: how often the one of the lower number spoke to the other, and the other to that one.
-- Those left out of ties/reciprocity are left out here: bots, deleted and test accounts, and ties among staff.
with pairs as (
    select
        least(actor, toward) as one,
        greatest(actor, toward) as other,
        count(*) filter (where actor < toward) as forth,
        count(*) filter (where actor > toward) as back,
    from tie_acts
    where period = 'this' and actor <> toward
    group by least(actor, toward), greatest(actor, toward)
)
select
    k.one,
    k.other,
    k.forth,
    k.back,
    s.side is not null as one_is_staff,
    o.side is not null as other_is_staff,
from pairs as k
left join speaking_staff as s on k.one = s.actor
left join speaking_staff as o on k.other = o.actor
where coalesce(s.side, '') <> 'apart' and coalesce(o.side, '') <> 'apart' and (s.side is null or o.side is null)
order by k.one, k.other
