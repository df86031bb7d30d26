-- grain: one row per period, and one per period and bucket of the test's end (bucket empty: the whole period)
-- a test that ended without a decision stays in the denominator
with ended as (
    select period, bucket, sum(decided) as decided, sum(tests_ended) as tests_ended
    from test_days
    group by grouping sets ((period), (period, bucket))
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
