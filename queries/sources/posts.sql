-- fills: posts
-- needs: post_id, published_at
select
    post_id,
    published_at,
    channel,
    author_id,
    author_role,
    intent,
    format,
    topic,
    headline,
    text,
    campaign_id,
    test_id,
    variant,
    paid,
    impressions,
    reach,
    reactions,
    comments,
    shares,
    clicks,
    conversions,
    measured_at
from export
