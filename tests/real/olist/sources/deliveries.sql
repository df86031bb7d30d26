-- fills: promises
-- needs: order_id, order_delivered_customer_date, order_estimated_delivery_date
-- dates: %m/%d/%Y %H:%M
-- parcels that arrived; one of them was cancelled later, its promise was kept all the same
select
    order_id as promise_id,
    'delivery' as kind,
    customer_id as person_id,
    order_id,
    order_purchase_timestamp as made_at,
    order_estimated_delivery_date as due_at,
    order_delivered_customer_date as kept_at,
from export
where order_delivered_customer_date is not null
