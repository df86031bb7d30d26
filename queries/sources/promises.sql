-- fills: promises
-- needs: promise_id, due_at
select
    promise_id,
    kind,
    person_id,
    case_id,
    order_id,
    channel,
    team,
    topic,
    made_at,
    due_at,
    kept_at
from export
