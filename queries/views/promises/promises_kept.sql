-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- promises by the day they were due; overdue and still open ones count as not kept, those not yet due lie outside every period; of a $kind if one is given
with promises_due as (
    select period, bucket, sum(kept) as kept, sum(late) as late, sum(overdue) as overdue
    from promise_days
    where $kind is null or kind = $kind
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    rate(kept, kept + late + overdue) as value,
    wilson_low(kept, kept + late + overdue) as low,
    wilson_high(kept, kept + late + overdue) as high,
    kept + late + overdue as n,
    kept as numerator,
    late,
    overdue,
from promises_due
order by period desc, bucket nulls first
