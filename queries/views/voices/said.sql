-- grain: one row per text that a customer or member wrote in this period, newest first, at most 500; total says how many there are
-- Comments of answers, subjects of cases and messages with every $term (patterns), of a $theme ('' for none) and with a $word (pattern); a $side is
-- 'detractors' or 'others'. What is not given does not narrow. Without $messages, messages are left out. Employees' comments are never listed here.
-- Where no word and no side is asked for, daily totals tell how many there are and on which days the newest lie: no other day is looked at.
with spoken as (
    select day, sum(comments) as texts
    from answer_themes
    where
        period = 'this'
        and ($theme is null or ($theme = '' and themes is null) or contains(chr(31) || themes || chr(31), chr(31) || $theme || chr(31)))
    group by day
    union all
    select day, sum(cases) as texts
    from case_themes
    where
        period = 'this'
        and ($theme is null or ($theme = '' and themes is null) or contains(chr(31) || themes || chr(31), chr(31) || $theme || chr(31)))
    group by day
    union all
    select day, sum(messages) as texts
    from message_themes
    where
        period = 'this'
        and coalesce($messages, true)
        and ($theme is null or ($theme = '' and themes is null) or contains(chr(31) || themes || chr(31), chr(31) || $theme || chr(31)))
    group by day
),
counted as (
    select day, sum(texts) as texts
    from spoken
    group by day
),
days as (
    select
        day,
        sum(texts) over () as total,
        sum(texts) over () - sum(texts) over (order by day) as later,
        coalesce($side, $term_1, $term_2, $term_3, $term_4, $word) is not null as is_searched,
    from counted
    where texts > 0
),
recent as materialized (
    select day, case when not is_searched then total end as total
    from days
    where later < 500 or is_searched
),
chosen as materialized (
    select coalesce(answered_at, sent_at) as said_at, day, 'survey' as source, response_id as id
    from surveys
    where
        period = 'this'
        and comment is not null
        and kind <> 'enps'
        and not is_staff
        and day in (select day from recent)
        and ($theme is null or ($theme = '' and themes is null) or contains(chr(31) || themes || chr(31), chr(31) || $theme || chr(31)))
        and ($side is null or detracting(cast(kind as varchar), score, scale_min, scale_max) = ($side = 'detractors'))
        and ($term_1 is null or regexp_matches(comment, $term_1))
        and ($term_2 is null or regexp_matches(comment, $term_2))
        and ($term_3 is null or regexp_matches(comment, $term_3))
        and ($term_4 is null or regexp_matches(comment, $term_4))
        and ($word is null or regexp_matches(comment, $word))
    union all
    select opened_at, day, 'case', case_id
    from cases
    where
        period = 'this'
        and subject is not null
        and not is_threaded
        and not is_staff
        and $side is null
        and day in (select day from recent)
        and ($theme is null or ($theme = '' and themes is null) or contains(chr(31) || themes || chr(31), chr(31) || $theme || chr(31)))
        and ($term_1 is null or regexp_matches(subject, $term_1))
        and ($term_2 is null or regexp_matches(subject, $term_2))
        and ($term_3 is null or regexp_matches(subject, $term_3))
        and ($term_4 is null or regexp_matches(subject, $term_4))
        and ($word is null or regexp_matches(subject, $word))
    union all
    select "at", day, 'message', interaction_id
    from interactions
    where
        period = 'this'
        and text is not null
        and not is_staff
        and $side is null
        and day in (select day from recent)
        and coalesce($messages, true)
        and ($theme is null or ($theme = '' and themes is null) or contains(chr(31) || themes || chr(31), chr(31) || $theme || chr(31)))
        and ($term_1 is null or regexp_matches(text, $term_1))
        and ($term_2 is null or regexp_matches(text, $term_2))
        and ($term_3 is null or regexp_matches(text, $term_3))
        and ($term_4 is null or regexp_matches(text, $term_4))
        and ($word is null or regexp_matches(text, $word))
),
-- the words are fetched for those alone that are shown: by day, which the tables are ordered by
newest as materialized (
    select *
    from chosen
    order by said_at desc, id
    limit 500
),
told as (
    select
        n.said_at,
        n.source,
        n.id,
        cast(s.kind as varchar) as kind,
        s.score,
        s.scale_max,
        detracting(cast(s.kind as varchar), s.score, s.scale_min, s.scale_max) as detractor,
        s.comment as text,
        cast(s.themes as varchar) as themes,
        cast(null as varchar) as sentiment,
        s.person_id,
        cast(s.channel as varchar) as channel,
        cast(s.segment as varchar) as segment,
        cast(s.region as varchar) as region,
        cast(s.team as varchar) as team,
    from newest as n
    inner join surveys as s on n.day = s.day and n.id = s.response_id
    where s.period = 'this' and n.source = 'survey' and s.comment is not null
    union all
    select
        n.said_at,
        n.source,
        n.id,
        'case',
        null,
        null,
        null,
        c.subject,
        cast(c.themes as varchar),
        null,
        c.person_id,
        cast(c.channel as varchar),
        cast(c.segment as varchar),
        cast(c.region as varchar),
        cast(c.team as varchar),
    from newest as n
    inner join cases as c on n.day = c.day and n.id = c.case_id
    where c.period = 'this' and n.source = 'case' and c.subject is not null
    union all
    select
        n.said_at,
        n.source,
        n.id,
        cast(i.kind as varchar),
        null,
        null,
        null,
        i.text,
        cast(i.themes as varchar),
        cast(i.sentiment as varchar),
        i.actor_id,
        cast(i.channel as varchar),
        cast(i.segment as varchar),
        cast(i.region as varchar),
        null,
    from newest as n
    inner join interactions as i on n.day = i.day and n.id = i.interaction_id
    where i.period = 'this' and n.source = 'message' and i.text is not null
)
select
    t.said_at,
    t.source,
    t.kind,
    t.score,
    t.scale_max,
    t.detractor,
    t.text,
    replace(t.themes, chr(31), ', ') as themes,
    t.sentiment,
    t.person_id,
    p.name,
    t.channel,
    t.segment,
    t.region,
    t.team,
    t.id,
    coalesce((select any_value(total) from recent), (select count(*) from chosen as every_one)) as total,
from told as t
left join whole_people as p on t.person_id = p.person_id
order by t.said_at desc, t.id
