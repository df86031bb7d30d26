-- fills: surveys
-- needs: response_id, kind, score
select
    response_id,
    kind,
    score,
    scale_min,
    scale_max,
    person_id,
    case_id,
    order_id,
    channel,
    team,
    topic,
    product,
    sent_at,
    answered_at,
    comment
from export
