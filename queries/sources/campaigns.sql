-- fills: campaigns
-- needs: campaign_id, name
select
    campaign_id,
    name,
    parent_id,
    partner_id,
    starts_at,
    ends_at,
    goal,
    cost
from export
