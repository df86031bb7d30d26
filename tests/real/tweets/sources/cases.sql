-- fills: cases
-- needs: tweet_id, author_id, inbound, created_at, in_response_to_tweet_id
-- dates: %a %b %d %H:%M:%S %z %Y
-- one case a message of a customer; reply ids are written as floats (3.0), message ids as whole numbers (3)
with replies as (
    select
        cast(cast(in_response_to_tweet_id as double) as bigint) as message_id,
        min(strptime(created_at, '%a %b %d %H:%M:%S %z %Y')) as first_at,
        arg_min(author_id, strptime(created_at, '%a %b %d %H:%M:%S %z %Y')) as agent_id,
        count(*) as agent_replies,
    from export
    where inbound = 'False' and in_response_to_tweet_id is not null
    group by 1
)
select
    message.tweet_id as case_id,
    message.author_id as person_id,
    'social' as channel,
    replies.agent_id,
    message.created_at as opened_at,
    replies.first_at as first_response_at,
    coalesce(replies.agent_replies, 0) as agent_replies,
from export as message
left join replies on cast(message.tweet_id as bigint) = replies.message_id
where message.inbound = 'True'
