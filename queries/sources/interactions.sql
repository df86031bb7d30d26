-- fills: interactions
-- needs: interaction_id, at, kind
select
    interaction_id,
    "at",
    channel,
    kind,
    actor_id,
    actor_role,
    target_id,
    parent_id,
    thread_id,
    post_id,
    campaign_id,
    purpose,
    text,
    sentiment
from export
