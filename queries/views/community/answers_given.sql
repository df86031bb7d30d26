-- grain: one row per period, of all answers of the period by the day of the answer
-- Who gave them: the asker, a peer, staff. by_others is what communities publish as their share of answers by peers where nobody is told to be staff.
with given as (
    select
        period,
        sum(answers) as answers,
        coalesce(sum(answers) filter (where is_own), 0) as by_askers,
        coalesce(sum(answers) filter (where not is_own and not is_staff), 0) as by_peers,
        coalesce(sum(answers) filter (where not is_own and is_staff), 0) as by_staff,
    from answer_days
    group by period
)
select period, answers, by_askers, by_peers, by_staff, rate(answers - by_askers, answers) as by_others
from given
order by period desc
