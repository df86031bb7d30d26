"""What people say and what was done about it, a query each. The topic of a row is its theme."""

from __future__ import annotations

from tests.bench.sql_kept import CUSTOMERS, SETS, Asked

ANSWERS = f"{CUSTOMERS} and kind <> 'enps' and (score is not null or comment is not null)"
COMMENTS = f"{CUSTOMERS} and kind <> 'enps' and comment is not null"
RATED, SCORED = "scale_max - scale_min between 1 and 10 and score is not null", "detractor is not null"
WORDS = r"[\p{L}\p{M}\p{N}]+(?:[''’][\p{L}\p{M}\p{N}]+)*"
AROUND = 42  # Days before and after an action that are compared.


def closed_loop(asked: Asked) -> str:
    return f"""select period, bucket, count(distinct topic) as n, count(distinct topic) filter (done_at is not null) / n as value
        from ({asked.dated("actions", "topic is not null", "raised_day")}) group by {SETS}"""


def themes(asked: Asked) -> str:
    return f"""with texts as (
            select period, bucket, topic, comment is not null as comment, false as is_case, false as message,
                kind = 'csat' and {RATED} as rated, kind = 'csat' and satisfied as satisfied, {SCORED} as scored, detractor
            from ({asked.dated("surveys", ANSWERS)})
            union all
            select period, bucket, topic, false, true, false, false, false, false, false
            from ({asked.dated("cases", f"{CUSTOMERS} and subject is not null")})
            union all
            select period, bucket, null, false, false, true, false, false, false, false
            from ({asked.dated("interactions", f"{CUSTOMERS} and text is not null")})
        )
        select period, bucket, topic as theme, count(*) filter (comment) as comments, count(*) filter (is_case) as cases,
            count(*) filter (message) as messages, comments + cases + messages as said, count(*) filter (rated) as n,
            count(*) filter (satisfied) / n as value, count(*) filter (scored) as scored, count(*) filter (detractor) as detractors
        from texts group by grouping sets ((period, topic), (period, bucket, topic))"""


def words(asked: Asked) -> str:
    return f"""with comments as (
            select row_number() over () as document, detractor, unnest(regexp_extract_all(lower(comment), '{WORDS}')) as word
            from ({asked.this("surveys", f"{COMMENTS} and detractor is not null")})
        ),
        counted as (select word, detractor, document, count(*) as times from comments group by all),
        found as (
            select word, coalesce(sum(times) filter (detractor), 0) as left_times, coalesce(sum(times) filter (not detractor), 0) as right_times,
                count(*) filter (detractor) as left_documents, count(*) filter (not detractor) as right_documents
            from counted group by word
        )
        select *, sum(left_times) over () as left_total, sum(right_times) over () as right_total
        from found qualify left_documents + right_documents >= 10"""


def loop(asked: Asked) -> str:
    return f"""select topic as theme, count(*) as raised, count(decided_at) as decided, count(done_at) as done,
            count(*) filter (done_at is null and coalesce(status, 'open') <> 'declined') as waiting,
            median((epoch(done_at) - epoch(raised_at)) / 86400) as days
        from ({asked.this("actions", "topic is not null", "raised_day")}) group by topic"""


def done(asked: Asked) -> str:
    when = " or ".join(f"({day} >= {asked.start} and {day} < {asked.end})" for day in ("raised_day", "day", "done_day"))
    after, before = "filter (s.day > a.done_day)", "filter (s.day < a.done_day)"
    return f"""with concerned as ({asked.kept("actions", f"topic is not null and ({when})")}),
        answers as (
            select day, topic, sum(if(kind = 'csat' and {RATED}, 1, 0)) as rated, sum(if(kind = 'csat' and satisfied, 1, 0)) as satisfied,
                count(comment) as comments
            from ({asked.kept("surveys", f"{ANSWERS} and topic in (select topic from concerned)")}) group by day, topic
        ),
        compared as (
            select action_id, sum(rated) {after} as n, sum(satisfied) {after} as k, sum(rated) {before} as before_n,
                sum(satisfied) {before} as before_k, coalesce(sum(comments) {after}, 0) as said, coalesce(sum(comments) {before}, 0) as before_said
            from concerned as a
            inner join answers as s on a.topic = s.topic and s.day between a.done_day - {AROUND} and a.done_day + {AROUND}
            where a.done_day + {AROUND} < {asked.data_to} group by action_id
        )
        select a.action_id, a.topic as theme, a.title, (epoch(done_at) - epoch(raised_at)) / 86400 as days, k / nullif(n, 0) as value,
            before_k / nullif(before_n, 0) as before, n, before_n, said, before_said
        from concerned as a left join compared as c on a.action_id = c.action_id"""


def purposes(asked: Asked) -> str:
    opening = f"{CUSTOMERS} and text is not null and parent_id is null and kind not in ('answer', 'reply', 'thanks')"
    return f"""select period, purpose, count(*) as conversations, sum(count(*)) over (partition by period) as n, conversations / n as value
        from ({asked.dated("interactions", opening)}) group by period, purpose"""
