-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
with answers as (
    select period, bucket, sum(comments) as comments
    from every_answer_themes
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    coalesce(comments, 0) as value,
    count_low(coalesce(comments, 0)) as low,
    count_high(coalesce(comments, 0)) as high,
    coalesce(comments, 0) as n,
from answers
order by period desc, bucket nulls first
