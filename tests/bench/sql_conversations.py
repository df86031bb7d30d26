"""What is asked and answered among members, a query each. Whatever answers a question names it and stands in its thread."""

from __future__ import annotations

from tests.bench.shapes import LISTED
from tests.bench.sql_kept import CUSTOMERS, SETS, Asked

QUESTION = f"{CUSTOMERS} and kind = 'question'"


def questions(asked: Asked) -> str:
    start = min(w.start for w in asked.windows)
    return f"""with questions as (select * from ({asked.dated("interactions", QUESTION)})),
        replies as (
            select parent_id, thread_id, kind, actor_id, is_staff, is_first_answer, "at" from interactions
            where day >= date '{start}' and (is_first_answer or kind in ('answer', 'thanks'))
        ),
        firsts as (
            select parent_id, min("at") as any_at, min("at") filter (is_first_answer) as "at",
                bool_or(is_staff) filter (is_first_answer) as is_staff
            from replies where kind <> 'thanks' group by parent_id
        ),
        thanks as (select distinct thread_id, actor_id from replies where kind = 'thanks'),
        asked as (
            select q.period, q.bucket, (epoch(f."at") - epoch(q."at")) / 3600 as hours, (epoch(f.any_at) - epoch(q."at")) / 3600 as any_hours,
                f.is_staff as by_staff, t.thread_id is not null as is_accepted
            from questions as q left join firsts as f on q.interaction_id = f.parent_id
                left join thanks as t on q.thread_id = t.thread_id and q.actor_id = t.actor_id
        )
        select period, bucket, median(hours) filter (not by_staff) as value, count(hours) filter (not by_staff) as n,
            median(hours) filter (by_staff) as staff_value, count(hours) filter (by_staff) as staff_n, median(hours) as every_value,
            count(*) as questions, count(hours) as answered, count(*) filter (is_accepted) as accepted, count(*) filter (hours <= 24) as within_day,
            count(any_hours) as any_answered, median(any_hours) as any_value, count(*) filter (any_hours <= 24) as any_within_day
        from asked group by {SETS}"""


def answers_given(asked: Asked) -> str:
    return f"""with given as (
            select a.period, a.is_staff, coalesce(a.actor_id = q.actor_id, false) as is_own
            from ({asked.dated("interactions", "kind = 'answer'")}) as a
                left join (select interaction_id, actor_id from interactions where kind = 'question') as q on a.parent_id = q.interaction_id
        )
        select period, count(*) as answers, count(*) filter (is_own) as by_askers, count(*) filter (not is_own and not is_staff) as by_peers,
            count(*) filter (not is_own and is_staff) as by_staff
        from given group by period"""


def unanswered(asked: Asked) -> str:
    return f"""with open_ones as (
            select *, count(*) over () as total from ({asked.this("interactions", QUESTION)}) as q
            where not exists (select 1 from interactions as i where i.is_first_answer and i.day >= {asked.start} and i.parent_id = q.interaction_id)
            order by "at" desc, interaction_id limit {LISTED}
        )
        select interaction_id, text, total, coalesce(name, actor_id) as name, (epoch({asked.now}) - epoch("at")) / 60 as minutes
        from open_ones left join people on actor_id = person_id"""


def starters(asked: Asked) -> str:
    return f"""with opened as (
            select 'members' as whose, interaction_id as opener, thread_id, null as post_id, actor_id, purpose as topic
            from ({asked.this("interactions", f"{CUSTOMERS} and kind in ('question', 'post') and parent_id is null")})
            union all select 'we', post_id, null, post_id, author_id, topic from ({asked.this("posts")})
        ),
        said as (
            select thread_id, post_id, actor_id from interactions
            where day >= {asked.start} and kind in ('answer', 'reply', 'comment', 'thanks') and actor_role is distinct from 'bot'
        ),
        talk as (
            select whose, opener, s.actor_id from opened as o inner join said as s on o.thread_id = s.thread_id
            where coalesce(s.actor_id, '-') <> coalesce(o.actor_id, '')
            union all
            select whose, opener, s.actor_id from opened as o inner join said as s on o.post_id = s.post_id
            where coalesce(s.actor_id, '-') <> coalesce(o.actor_id, '')
        ),
        counted as (select whose, opener, count(*) as replies, count(distinct actor_id) as people from talk group by whose, opener)
        select o.whose, topic, count(*) as conversations, count(replies) as talked, coalesce(sum(replies), 0) as replies,
            coalesce(sum(replies), 0) / count(*) as replies_each, coalesce(sum(people), 0) / count(*) as people_each
        from opened as o left join counted as c on o.whose = c.whose and o.opener = c.opener group by o.whose, topic"""


def left_out(asked: Asked) -> str:
    return f"""select coalesce(actor_role, 'employee') as role, count(*) as acts, count(distinct actor_id) as people
        from ({asked.this("interactions", "is_staff")}) group by 1"""
