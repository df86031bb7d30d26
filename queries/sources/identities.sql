-- fills: identities
-- needs: channel, handle, person_id
select
    channel,
    handle,
    person_id
from export
