-- fills: interactions
-- needs: tweet_id, author_id, inbound, created_at, text, in_response_to_tweet_id
-- dates: %a %b %d %H:%M:%S %z %Y
select
    tweet_id as interaction_id,
    created_at as "at",
    'social' as channel,
    case when in_response_to_tweet_id is null then 'mention' else 'reply' end as kind,
    author_id as actor_id,
    case when inbound = 'False' then 'brand' end as actor_role,
    split_part(in_response_to_tweet_id, '.', 1) as parent_id,
    text,
from export
