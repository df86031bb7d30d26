-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- An answer counts where the person's last NPS before it that was low (0-6) or high (9-10) was a low one.
-- That one may be of any channel, team or topic: filters choose the later answer. Each person counts once a row, and is recovered when one of these answers is high.
with asked as (
    select
        period,
        bucket,
        count(distinct person_id) as detractors,
        count(distinct person_id) filter (where won) as recovered,
    from asked_again
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(recovered, detractors) as value,
    wilson_low(recovered, detractors) as low,
    wilson_high(recovered, detractors) as high,
    detractors as n,
    recovered as numerator,
from asked
order by period desc, bucket nulls first
