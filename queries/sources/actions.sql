-- fills: actions
-- needs: action_id, raised_at
select
    action_id,
    topic,
    title,
    proposed_by,
    team,
    level,
    raised_at,
    decided_at,
    done_at,
    status
from export
