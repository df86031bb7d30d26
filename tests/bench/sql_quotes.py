"""Texts in people's own words: the newest, and those that stand for their theme, a query each."""

from __future__ import annotations

from tests.bench.shapes import LISTED
from tests.bench.sql_kept import CUSTOMERS, Asked
from tests.bench.sql_voices import COMMENTS, WORDS

# Cosine of each text's tf-idf weights with the mean of its theme.
NEARNESS = """documents as (select theme, count(distinct source || id) as documents from counted group by theme),
        weighed as (
            select c.*, times * ln(1 + documents / count(*) over (partition by c.theme, term)) as weight
            from counted as c inner join documents as d on c.theme = d.theme
        ),
        directed as (select *, weight / sqrt(sum(weight * weight) over (partition by theme, source, id)) as part from weighed),
        means as (select theme, term, sum(part) as middle from directed group by theme, term),
        lengths as (select theme, sqrt(sum(middle * middle)) as length from means group by theme),
        nearness as (
            select d.theme, d.source, d.id, sum(part * middle) / any_value(length) as near
            from directed as d
            inner join means as m on d.theme = m.theme and d.term = m.term inner join lengths as l on d.theme = l.theme group by 1, 2, 3
        )"""


def _texts(asked: Asked, answering: str) -> str:
    """Comments, subjects and messages of this period."""
    return f"""select 'survey' as source, response_id as id, coalesce(answered_at, sent_at) as said_at, topic as theme, comment as text, person_id
        from ({asked.this("surveys", COMMENTS)})
        union all
        select 'case', case_id, opened_at, topic, subject, person_id from ({asked.this("cases", f"{CUSTOMERS} and subject is not null")})
        union all
        select 'message', interaction_id, "at", null, text, actor_id
        from ({asked.this("interactions", f"{CUSTOMERS} and text is not null {answering}")})"""


def quotes(asked: Asked) -> str:
    opening = "and parent_id is null and kind not in ('answer', 'reply', 'thanks')"
    return f"""with latest as (
            select *, coalesce(person_id, id) as person from ({_texts(asked, opening)}) where theme is not null
            qualify row_number() over (partition by theme order by said_at desc, id) <= 300
        ),
        said as (select theme, source, id, unnest(regexp_extract_all(lower(text), '{WORDS}')) as term from latest),
        counted as (
            select theme, source, id, term, count(*) as times from said group by theme, source, id, term
            qualify sum(times) over (partition by theme, source, id) >= 5
        ),
        {NEARNESS},
        worded as (
            select l.*, round(near, 9) as rounded, near
            from latest as l inner join nearness as n on l.theme = n.theme and l.source = n.source and l.id = n.id
            qualify row_number() over (partition by l.theme, lower(text) order by rounded desc, said_at desc, l.id) = 1
        ),
        once as (select * from worded qualify row_number() over (partition by theme, person order by rounded desc, said_at desc, id) = 1)
        select theme, source, id, near, text from once
        qualify row_number() over (partition by theme order by rounded desc, said_at desc, id) <= 3"""


def said(asked: Asked) -> str:
    return f"""with chosen as ({_texts(asked, "")}),
        newest as (select *, (select count(*) from chosen) as total from chosen order by said_at desc, id limit {LISTED})
        select n.*, p.name from newest as n left join people as p on n.person_id = p.person_id"""
