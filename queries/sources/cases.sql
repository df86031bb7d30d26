-- fills: cases
-- needs: case_id, opened_at
select
    case_id,
    person_id,
    channel,
    team,
    agent_id,
    topic,
    priority,
    status,
    opened_at,
    first_response_at,
    first_resolved_at,
    resolved_at,
    reopen_count,
    reopened_at,
    agent_replies,
    last_customer_at,
    last_response_at,
    response_due_at,
    resolution_due_at,
    subject
from export
