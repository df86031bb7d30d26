-- fills: people
-- needs: customer_id, customer_state
select
    customer_id as person_id,
    'customer' as role,
    customer_state as region,
from export
