-- grain: one row per period, and one per period and bucket of the test's end (bucket empty: the whole period)
-- a test that ended without a decision stays in the denominator
with ended as (
    select c.period, c.bucket, count(*) as tests_ended, count(t.decision) as decided
    from all_tests as t
    inner join calendar as c on cast(timezone($zone, t.ends_at) as date) = c.day
    group by grouping sets ((c.period), (c.period, c.bucket))
)
select
    period,
    bucket,
    rate(decided, tests_ended) as value,
    wilson_low(decided, tests_ended) as low,
    wilson_high(decided, tests_ended) as high,
    tests_ended as n,
    decided as numerator,
from ended
order by period desc, bucket nulls first
