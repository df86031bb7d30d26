-- grain: one row per day on which a test ended
create table test_days as
select
    end_day as day,
    metric,
    count(*) as tests_ended,
    count(decision) as decided
from tests
where end_day is not null
group by end_day, metric
order by end_day
