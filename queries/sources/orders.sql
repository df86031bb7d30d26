-- fills: orders
-- needs: order_id, ordered_at
select
    order_id,
    person_id,
    ordered_at,
    amount,
    refunded,
    currency,
    channel,
    campaign_id,
    source
from export
