-- grain: one row per text of this period that a theme would have, newest first, at most 20; total, comments, detractors and messages count them all
-- A $pattern finds its words, $tags (a list, in small letters) are the tags that count as it; what is not given finds nothing.
with found as materialized (
    select
        coalesce(answered_at, sent_at) as said_at,
        day,
        'survey' as source,
        response_id as id,
        detracting(cast(kind as varchar), score, scale_min, scale_max) as detractor,
    from surveys
    where
        period = 'this'
        and comment is not null
        and kind <> 'enps'
        and not is_staff
        and (regexp_matches(comment, $pattern) or list_contains(cast($tags as varchar[]), lower(trim(topic))))
    union all
    select opened_at, day, 'case', case_id, null
    from cases
    where
        period = 'this'
        and subject is not null
        and not is_threaded
        and not is_staff
        and (regexp_matches(subject, $pattern) or list_contains(cast($tags as varchar[]), lower(trim(topic))))
    union all
    select "at", day, 'message', interaction_id, null
    from interactions
    where
        period = 'this'
        and text is not null
        and not is_staff
        and (regexp_matches(text, $pattern) or list_contains(cast($tags as varchar[]), lower(trim(purpose))))
),
counted as (
    select
        count(*) as total,
        count(*) filter (where source = 'survey') as comments,
        count(*) filter (where detractor) as detractors,
        count(*) filter (where source = 'message') as messages,
    from found
),
newest as materialized (
    select *
    from found
    order by said_at desc, id
    limit 20
),
told as (
    select n.said_at, n.source, n.id, s.comment as text, cast(s.channel as varchar) as channel
    from newest as n
    inner join surveys as s on n.day = s.day and n.id = s.response_id
    where s.period = 'this' and n.source = 'survey' and s.comment is not null
    union all
    select n.said_at, n.source, n.id, c.subject, cast(c.channel as varchar)
    from newest as n
    inner join cases as c on n.day = c.day and n.id = c.case_id
    where c.period = 'this' and n.source = 'case' and c.subject is not null
    union all
    select n.said_at, n.source, n.id, i.text, cast(i.channel as varchar)
    from newest as n
    inner join interactions as i on n.day = i.day and n.id = i.interaction_id
    where i.period = 'this' and n.source = 'message' and i.text is not null
)
select t.said_at, t.source, t.text, t.channel, c.total, c.comments, c.detractors, c.messages
from told as t
cross join counted as c
order by t.said_at desc, t.id
