-- grain: one row per period, and one per period and bucket of publishing (bucket empty: the whole period)
-- posts whose intent is known; a share alone would hide how many there are, so both counts stand beside it
with published as (
    select
        period,
        bucket,
        coalesce(sum(posts) filter (where intent = 'give'), 0) as gives,
        coalesce(sum(posts) filter (where intent = 'ask'), 0) as asks,
    from post_days
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(gives, gives + asks) as value,
    wilson_low(gives, gives + asks) as low,
    wilson_high(gives, gives + asks) as high,
    gives + asks as n,
    gives as numerator,
    asks,
from published
order by period desc, bucket nulls first
