-- fills: surveys
-- needs: review_pk, order_id, review_score, review_answer_timestamp
-- dates: %m/%d/%Y %H:%M
select
    review_pk as response_id,
    'csat' as kind,
    review_score as score,
    1 as scale_min,
    5 as scale_max,
    order_id,
    review_creation_date as sent_at,
    review_answer_timestamp as answered_at,
from export
