-- grain: one row per theme and representative text of this period, at most 3 a theme
-- The rule: of the theme's newest 300 texts that have 5 words or more, those nearest to their mean (cosine of tf-idf weights, computed within
-- the theme), no wording twice and no person twice. Of messages only those that open a conversation; without $messages none.
-- Daily totals tell on which days the newest of all themes lie: no other day is looked at.
with spoken as (
    select day, themes, sum(comments) as texts
    from answer_themes
    where period = 'this' and themes is not null
    group by day, themes
    union all
    select day, themes, sum(cases) as texts
    from case_themes
    where period = 'this' and themes is not null
    group by day, themes
    union all
    select day, themes, sum(conversations) as texts
    from message_themes
    where period = 'this' and themes is not null and coalesce($messages, true)
    group by day, themes
),
single as (
    select day, texts, unnest(string_split(themes, chr(31))) as theme
    from spoken
    where texts > 0
),
said_days as (
    select day, theme, sum(texts) as texts
    from single
    group by day, theme
),
aged_days as (
    select day, sum(texts) over (partition by theme) - sum(texts) over (partition by theme order by day) as later
    from said_days
),
recent as (
    select day
    from aged_days
    where later < 300
    group by day
),
texts as (
    select
        'survey' as source,
        response_id as id,
        coalesce(answered_at, sent_at) as said_at,
        cast(themes as varchar) as themes,
        coalesce(person_id, response_id) as person,
        comment as text,
        cast(kind as varchar) as kind,
        score,
        scale_max,
        cast(channel as varchar) as channel,
    from surveys
    where
        period = 'this'
        and comment is not null
        and themes is not null
        and kind <> 'enps'
        and not is_staff
        and day in (select day from recent)
    union all
    select
        'case',
        case_id,
        opened_at,
        cast(themes as varchar),
        coalesce(person_id, case_id),
        subject,
        'case',
        null,
        null,
        cast(channel as varchar),
    from cases
    where
        period = 'this'
        and subject is not null
        and themes is not null
        and not is_threaded
        and not is_staff
        and day in (select day from recent)
    union all
    select
        'message',
        interaction_id,
        "at",
        cast(themes as varchar),
        coalesce(actor_id, interaction_id),
        text,
        cast(kind as varchar),
        null,
        null,
        cast(channel as varchar),
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
        and day in (select day from recent)
),
named as (
    select * exclude (themes), unnest(string_split(themes, chr(31))) as theme
    from texts
),
latest as (
    select *
    from named
    qualify row_number() over (partition by theme order by said_at desc, id) <= 300
),
-- many people write the same few words, which are taken apart and weighed once
newest as materialized (
    select *, dense_rank() over (order by text) as wording
    from latest
),
wordings as (
    select wording, any_value(text) as text
    from newest
    group by wording
),
runs as (
    select wording, unnest(runs_of(text)) as run
    from wordings
),
terms as (
    select wording, unnest(terms_of(run)) as term
    from runs
),
counted as materialized (
    select wording, term, count(*) as times
    from terms
    group by wording, term
),
long as (
    select wording
    from counted
    group by wording
    having sum(times) >= 5
),
told as materialized (
    select theme, wording, count(*) as copies
    from newest
    where wording in (select wording from long)
    group by theme, wording
),
vectors as materialized (
    select t.theme, t.wording, t.copies, c.term, c.times
    from told as t
    inner join counted as c on t.wording = c.wording
),
documents as (
    select theme, sum(copies) as documents
    from told
    group by theme
),
known as (
    select theme, term, sum(copies) as documents
    from vectors
    group by theme, term
),
rarity as materialized (
    select k.theme, k.term, ln(1 + d.documents / k.documents) as rare
    from known as k
    inner join documents as d on k.theme = d.theme
),
weighed as materialized (
    select v.theme, v.wording, v.copies, v.term, v.times * r.rare as weight
    from vectors as v
    inner join rarity as r on v.theme = r.theme and v.term = r.term
),
norms as (
    select theme, wording, sqrt(sum(weight * weight)) as norm
    from weighed
    group by theme, wording
),
directed as materialized (
    select w.theme, w.wording, w.copies, w.term, w.weight / n.norm as part
    from weighed as w
    inner join norms as n on w.theme = n.theme and w.wording = n.wording
),
means as materialized (
    select theme, term, sum(copies * part) as middle
    from directed
    group by theme, term
),
lengths as (
    select theme, sqrt(sum(middle * middle)) as length
    from means
    group by theme
),
along as (
    select d.theme, d.wording, sum(d.part * m.middle) as along
    from directed as d
    inner join means as m on d.theme = m.theme and d.term = m.term
    group by d.theme, d.wording
),
nearness as materialized (
    select a.theme, a.wording, a.along / l.length as near
    from along as a
    inner join lengths as l on a.theme = l.theme
),
placed as materialized (
    select n.*, r.near, row_number() over (order by n.theme, round(r.near, 9) desc, n.said_at desc, n.id) as place
    from newest as n
    inner join nearness as r on n.theme = r.theme and n.wording = r.wording
),
worded as (
    select theme, person, place
    from placed
    where place in (select min(p.place) from placed as p group by p.theme, lower(p.text))
),
once as (
    select theme, min(place) as place
    from worded
    group by theme, person
),
chosen as (
    select unnest(min(place, 3)) as place
    from once
    group by theme
)
select theme, text, near, said_at, source, kind, score, scale_max, channel, id
from placed
where place in (select place from chosen)
order by place
