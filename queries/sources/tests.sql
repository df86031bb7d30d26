-- fills: tests
-- needs: test_id, hypothesis
select
    test_id,
    hypothesis,
    metric,
    planned_n,
    planned_looks,
    starts_at,
    ends_at,
    decision
from export
