-- fills: people
-- needs: person_id, role
select
    person_id,
    role,
    name,
    email,
    segment,
    region,
    team,
    owner_id,
    source,
    joined_at,
    became_customer_at,
    consent
from export
