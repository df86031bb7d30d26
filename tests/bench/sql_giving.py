"""What is given and asked, a query each."""

from __future__ import annotations

from tests.bench.native_tables import STAFF
from tests.bench.shapes import LISTED
from tests.bench.sql_kept import CUSTOMERS, Asked
from tests.bench.sql_ties import inside

BEGGING = (
    r"(^|[^\p{L}])(share|repost|teilt|teile|teilen|markiert|markiere|markieren|partagez|partage|taguez|identifiez|comparte|etiqueta|condividi"
    r"|tagga|tag[ ,]+(and|a|an|your|who|whom|one|two|three|four|five|someone|somebody|us|them|friends|win))([^\p{L}]|$)"
)
BEGS = f"regexp_matches(lower(concat_ws(' ', o.headline, o.text, o.format)), '{BEGGING}')"
ANSWER = "(kind = 'answer' and (target_id is null or target_id <> actor_id))"
ACT = f"""case when {ANSWER} then 'answers' when kind = 'thanks' then 'thanks' when kind = 'question' then 'questions'
    when kind in ('post', 'comment', 'mention') and purpose = 'praise' then 'praise'
    when kind in ('post', 'comment') and purpose = 'education' then 'resources'
    when kind in ('post', 'comment', 'mention') and purpose = 'sales' then 'promotion' end"""
POSTED = f"case when o.intent = 'give' then 'resources' when {BEGS} then 'asks to share' when o.intent = 'ask' then 'promotion' end"
ROLE = "coalesce(o.author_role, p.role, 'brand')"
AUTHORS = "left join people as p on o.author_id = p.person_id"
NO_POST = "(kind <> 'post' or post_id is null)"
GIFTS, REQUESTS = ("answers", "thanks", "praise", "resources"), ("questions", "promotion", "asks to share")


def give_ask(asked: Asked) -> str:
    return f"""with done as (
            select period, bucket, is_staff, {ACT} as act, actor_id as person_id from ({asked.dated("interactions", NO_POST)})
            union all
            select period, bucket, {ROLE} in {STAFF}, {POSTED}, author_id from ({asked.dated("posts")}) as o {AUTHORS}
        )
        select period, bucket, if(is_staff, 'staff', 'member') as side, act, count(*) as acts, count(distinct person_id) as people
        from done where act is not null group by grouping sets ((period, 3, act), (period, bucket, 3, act))"""


def _moments(asked: Asked) -> str:
    """When members first helped and first asked, on any day: `person_id, first_help, first_ask, day` of asking, and whether it is kept."""
    return f"""select person_id, min(moment) filter (is_help) as first_help, min(moment) filter (not is_help) as first_ask,
            min_by(day, moment) filter (not is_help) as day, min_by(inside, moment) filter (not is_help) as inside
        from (
            select actor_id as person_id, "at" as moment, day, kind = 'answer' as is_help, {inside(asked, "interactions")} as inside
            from interactions where {CUSTOMERS} and actor_id is not null and (kind = 'question' or {ANSWER})
            union all
            select author_id, published_at, o.day, intent = 'give', {inside(asked, "posts")} from posts as o {AUTHORS}
            where intent is not null and author_id is not null and {ROLE} not in {STAFF}
        ) group by person_id"""


def gave_first(asked: Asked) -> str:
    start, end = min(w.start for w in asked.windows), max(w.end for w in asked.windows)
    return f"""with firsts as ({_moments(asked)})
        select {asked.period("day")} as period, {asked.bucket("day")} as bucket, 1.0 * count(*) filter (first_help < first_ask) / count(*) as value,
            count(*) as n
        from firsts where inside and day >= date '{start}' and day < date '{end}' group by grouping sets ((1), (1, 2))"""


def givers(asked: Asked) -> str:
    counts = ", ".join(f"""count(*) filter (act = '{act}') as {act.replace(" ", "_")}""" for act in (*GIFTS, *REQUESTS))
    gives, asks = (" + ".join(act.replace(" ", "_") for act in acts) for acts in (GIFTS, REQUESTS))
    return f"""with done as (
            select actor_id as person_id, {ACT} as act from ({asked.this("interactions", f"{CUSTOMERS} and actor_id is not null and {NO_POST}")})
            union all
            select author_id, {POSTED} from ({asked.this("posts", "author_id is not null")}) as o {AUTHORS} where {ROLE} not in {STAFF}
        ),
        persons as (
            select person_id, {counts}, {gives} as gives, {asks} as asks, count(*) as acts from done where act is not null group by person_id
        ),
        whole as (select count(*) as people, count(*) filter (asks = 0) as only_give, count(*) filter (gives = 0) as only_ask from persons),
        told as (select * from persons cross join whole order by acts desc, person_id limit {LISTED})
        select t.*, coalesce(p.name, t.person_id) as name, first_help, first_ask,
            if(first_ask is null, null, coalesce(first_help < first_ask, false)) as gave_first
        from told as t left join ({_moments(asked)}) as f on t.person_id = f.person_id left join people as p on t.person_id = p.person_id"""


def begging(asked: Asked) -> str:
    return f"""with voices as (
            select post_id, count(distinct actor_id) as voices from interactions
            where {CUSTOMERS} and post_id is not null and kind in ('comment', 'reply', 'answer', 'mention') group by post_id
        ),
        published as (
            select channel, coalesce(intent = 'ask' and {BEGS}, false) as begs, comments, coalesce(voices, 0) as voices
            from ({asked.this("posts", f"published_at < cast({asked.data_to} - 7 as timestamptz)")}) as o left join voices as v on o.post_id = v.post_id
        ),
        measured as (
            select channel, begs, 'comments' as measure, comments as replies from published where comments is not null
            union all
            select channel, begs, 'people who answered in words', voices from published where (select sum(voices) from published) > 0
        ),
        cells as (
            select measure, channel, count(*) filter (begs) as begging, count(*) filter (not begs) as others,
                avg(replies) filter (begs) as with_it, avg(replies) filter (not begs) as without,
                median(replies) filter (begs) as median_with, median(replies) filter (not begs) as median_without, grouping(channel) = 1 as is_whole
            from measured group by grouping sets ((measure), (measure, channel))
        ),
        matched as (
            select measure, sum(begging) as matched, sum(begging * (with_it - without)) / sum(begging) as matched_difference
            from cells where not is_whole and begging > 1 and others > 1 group by measure
        )
        select c.*, with_it - without as difference, matched, matched_difference
        from cells as c left join matched as m on c.measure = m.measure where is_whole"""
