"""Who waits for us, with what is known of each, in one query."""

from __future__ import annotations

from tests.bench.shapes import LISTED
from tests.bench.sql_kept import CUSTOMERS, Asked

# What is known of those who wait longest.
RELATION = """opinions as (
            select person_id, max_by(score, answered_at) as score
            from surveys
            where kind = 'nps' and score is not null and not is_staff and person_id in (select person_id from longest) group by person_id
        ),
        brought as (select referrer_id as person_id, count(*) as referrals from referrals where refusal is null group by referrer_id),
        paid as (
            select person_id, currency, count(*) as orders, sum(amount - coalesce(refunded, 0)) as value
            from orders where person_id in (select person_id from longest) group by person_id, currency
        ),
        spent as (select person_id, max_by(value, orders) as value, max_by(currency, orders) as currency from paid group by person_id)"""


def waiting(asked: Asked) -> str:
    return f"""with waiting as ({asked.kept("cases", f"{CUSTOMERS} and waiting_since <= {asked.now}")}),
        longest as (select *, (select count(*) from waiting) as total from waiting order by waiting_since, case_id limit {LISTED}),
        due as (
            select case_id, min(due_at) as due_at, min_by(kind, due_at) as kind
            from promises where kept_at is null and case_id in (select case_id from longest) group by case_id
        ),
        said as (
            select coalesce(thread_id, interaction_id) as case_id, max_by(text, "at") as text
            from interactions
            where coalesce(thread_id, interaction_id) in (select case_id from longest where subject is null) and text is not null and {CUSTOMERS}
            group by 1
        ),
        {RELATION}
        select l.case_id, (epoch({asked.now}) - epoch(waiting_since)) / 60 as waiting_minutes, d.kind as promise,
            (epoch(due_at) - epoch({asked.now})) / 60 as minutes_left, p.name, coalesce(subject, text) as words,
            coalesce(a.name, agent_id) as agent, score as nps, referrals, value, s.currency, total
        from longest as l
        left join due as d on l.case_id = d.case_id left join said as w on l.case_id = w.case_id
        left join people as p on l.person_id = p.person_id left join people as a on l.agent_id = a.person_id
        left join opinions as o on l.person_id = o.person_id left join brought as b on l.person_id = b.person_id
        left join spent as s on l.person_id = s.person_id"""
