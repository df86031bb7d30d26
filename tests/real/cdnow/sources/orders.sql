-- fills: orders
-- needs: customer_id, order_date, number_of_cds, order_value
-- dates: %Y-%m-%d
-- the export has no order number: the customer's orders of a day are counted instead
select
    concat_ws('-', customer_id, order_date, row_number() over (partition by customer_id, order_date order by number_of_cds, order_value)) as order_id,
    customer_id as person_id,
    order_date as ordered_at,
    order_value as amount,
    'USD' as currency,
    'shop' as channel,
from export
