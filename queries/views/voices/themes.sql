-- grain: one row per period and theme, and one per period, theme and bucket (bucket empty: the whole period); theme empty: without one
-- said counts texts: comments of answers, subjects of cases, messages; value is the satisfied share of CSAT answers on the theme, with words or without.
-- A text may have several themes and counts in each. Without $messages, messages are left out: they have no team and no topic to narrow by.
with spoken as (
    select
        period,
        bucket,
        themes,
        sum(comments) as comments,
        0 as cases,
        0 as messages,
        sum(rated) as rated,
        sum(satisfied) as satisfied,
        sum(scored) as scored,
        sum(detractors) as detractors,
    from answer_themes
    group by period, bucket, themes
    union all
    select period, bucket, themes, 0, sum(cases), 0, 0, 0, 0, 0
    from case_themes
    group by period, bucket, themes
    union all
    select period, bucket, themes, 0, 0, sum(messages), 0, 0, 0, 0
    from message_themes
    where coalesce($messages, true)
    group by period, bucket, themes
),
single as (
    select *, unnest(coalesce(string_split(cast(themes as varchar), chr(31)), [null])) as theme
    from spoken
),
summed as (
    select
        period,
        theme,
        bucket,
        sum(comments) as comments,
        sum(cases) as cases,
        sum(messages) as messages,
        sum(rated) as rated,
        sum(satisfied) as satisfied,
        sum(scored) as scored,
        sum(detractors) as detractors,
    from single
    group by grouping sets ((period, theme), (period, theme, bucket))
)
select
    period,
    theme,
    bucket,
    comments + cases + messages as said,
    comments,
    cases,
    messages,
    rate(satisfied, rated) as value,
    wilson_low(satisfied, rated) as low,
    wilson_high(satisfied, rated) as high,
    rated as n,
    satisfied,
    rate(detractors, scored) as detracting,
    wilson_low(detractors, scored) as detracting_low,
    wilson_high(detractors, scored) as detracting_high,
    scored,
    detractors,
from summed
order by period desc, said desc, n desc, theme nulls last, bucket nulls first
