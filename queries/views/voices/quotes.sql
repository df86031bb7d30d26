-- grain: one row per theme and representative text of this period, at most 3 a theme
-- The rule: of the theme's newest 300 texts that have 5 words or more, those nearest to their mean (cosine of tf-idf weights, computed within
-- the theme), no wording twice and no person twice. Of messages only those that open a conversation; without $messages none.
with texts as (
    select 'survey' as source, response_id as id, coalesce(answered_at, sent_at) as said_at, day, cast(themes as varchar) as themes
    from surveys
    where period = 'this' and comment is not null and themes is not null and kind <> 'enps' and not is_staff
    union all
    select 'case', case_id, opened_at, day, cast(themes as varchar)
    from cases
    where period = 'this' and subject is not null and themes is not null and not is_threaded and not is_staff
    union all
    select 'message', interaction_id, "at", day, cast(themes as varchar)
    from interactions
    where
        period = 'this'
        and text is not null
        and themes is not null
        and not is_staff
        and parent_id is null
        and kind <> 'answer'
        and kind <> 'reply'
        and kind <> 'thanks'
        and coalesce($messages, true)
),
named as (
    select source, id, said_at, day, unnest(string_split(themes, chr(31))) as theme
    from texts
),
latest as materialized (
    select *
    from named
    qualify row_number() over (partition by theme order by said_at desc, id) <= 300
),
newest as materialized (
    select
        n.theme,
        n.source,
        n.id,
        n.said_at,
        coalesce(s.person_id, n.id) as person,
        s.comment as text,
        cast(s.kind as varchar) as kind,
        s.score,
        s.scale_max,
        cast(s.channel as varchar) as channel,
    from latest as n
    inner join all_surveys as s on n.day = s.day and n.id = s.response_id
    where n.source = 'survey'
    union all
    select n.theme, n.source, n.id, n.said_at, coalesce(c.person_id, n.id), c.subject, 'case', null, null, cast(c.channel as varchar)
    from latest as n
    inner join all_cases as c on n.day = c.day and n.id = c.case_id
    where n.source = 'case'
    union all
    select n.theme, n.source, n.id, n.said_at, coalesce(i.actor_id, n.id), i.text, cast(i.kind as varchar), null, null, cast(i.channel as varchar)
    from latest as n
    inner join all_interactions as i on n.day = i.day and n.id = i.interaction_id
    where n.source = 'message'
),
runs as (
    select theme, source, id, unnest(runs_of(text)) as run
    from newest
),
counted as (
    select theme, source, id, unnest(terms_of(run)) as term, count(*) as times
    from runs
    group by theme, source, id, term
),
long as (
    select *
    from counted
    qualify sum(times) over (partition by theme, source, id) >= 5
),
documents as (
    select theme, count(distinct source || id) as documents
    from long
    group by theme
),
weighed as (
    select l.*, l.times * ln(1 + d.documents / count(*) over (partition by l.theme, l.term)) as weight
    from long as l
    inner join documents as d on l.theme = d.theme
),
directed as (
    select *, weight / sqrt(sum(weight * weight) over (partition by theme, source, id)) as part
    from weighed
),
means as (
    select theme, term, sum(part) as middle
    from directed
    group by theme, term
),
lengths as (
    select theme, sqrt(sum(middle * middle)) as length
    from means
    group by theme
),
nearness as (
    select d.theme, d.source, d.id, sum(d.part * m.middle) / any_value(l.length) as near
    from directed as d
    inner join means as m on d.theme = m.theme and d.term = m.term
    inner join lengths as l on d.theme = l.theme
    group by d.theme, d.source, d.id
),
worded as (
    select n.*, r.near
    from newest as n
    inner join nearness as r on n.theme = r.theme and n.source = r.source and n.id = r.id
    qualify row_number() over (partition by n.theme, lower(n.text) order by round(r.near, 9) desc, n.said_at desc, n.id) = 1
),
once as (
    select *
    from worded
    qualify row_number() over (partition by theme, person order by round(near, 9) desc, said_at desc, id) = 1
)
select theme, text, near, said_at, source, kind, score, scale_max, channel, id
from once
qualify row_number() over (partition by theme order by round(near, 9) desc, said_at desc, id) <= 3
order by theme, round(near, 9) desc, said_at desc, id
