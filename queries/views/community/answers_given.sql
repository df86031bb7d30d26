-- grain: one row per period, of all answers of the period by the day of the answer
-- Who gave them: the asker, a peer, staff. by_others is what communities publish as their share of answers by peers where nobody is told to be staff.
with answers as (
    select period, actor_id, is_staff, parent_id, thread_id
    from interactions
    where kind = 'answer'
),
questions as (
    select q.interaction_id, q.actor_id
    from whole_interactions as q
    where q.kind = 'question'
),
given as (
    select a.period, a.is_staff, coalesce(a.actor_id, '') = coalesce(q.actor_id, '-') as is_own
    from answers as a
    left join questions as q on coalesce(a.parent_id, a.thread_id) = q.interaction_id
)
select
    period,
    count(*) as answers,
    count(*) filter (where is_own) as by_askers,
    count(*) filter (where not is_own and not is_staff) as by_peers,
    count(*) filter (where not is_own and is_staff) as by_staff,
    rate(count(*) filter (where not is_own), count(*)) as by_others,
from given
group by period
order by period desc
