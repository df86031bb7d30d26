-- grain: one row per period, and one per period and bucket (bucket empty: the whole period)
-- An answer counts where the person's last NPS before it that was low (0-6) or high (9-10) was a low one.
-- Each person counts once a row, and is recovered when one of these answers is high.
with history as (
    select
        response_id,
        last_value(case when score <= 6 then 'low' when score >= 9 then 'high' end ignore nulls) over (
            partition by person_id
            order by answered_at, response_id
            rows between unbounded preceding and 1 preceding
        ) as earlier,
    from all_surveys
    where kind = 'nps' and score is not null and person_id is not null and not is_staff
),
asked_again as (
    select s.period, s.bucket, s.person_id, max(s.score) as best
    from surveys as s
    inner join history as h on s.response_id = h.response_id
    where h.earlier = 'low'
    group by grouping sets ((s.period, s.person_id), (s.period, s.bucket, s.person_id))
),
counted as (
    select period, bucket, count(*) as detractors, count(*) filter (where best >= 9) as recovered
    from asked_again
    group by period, bucket
)
select
    period,
    bucket,
    rate(recovered, detractors) as value,
    wilson_low(recovered, detractors) as low,
    wilson_high(recovered, detractors) as high,
    detractors as n,
    recovered as numerator,
from counted
order by period desc, bucket nulls first
