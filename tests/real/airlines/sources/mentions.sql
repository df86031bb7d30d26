-- fills: surveys
-- needs: tweet_id, airline, airline_sentiment, negativereason, text, tweet_created
select
    tweet_id as response_id,
    'csat' as kind,
    case airline_sentiment when 'negative' then '1' when 'neutral' then '2' else '3' end as score,
    1 as scale_min,
    3 as scale_max,
    airline as channel,
    negativereason as topic,
    tweet_created as answered_at,
    text as comment,
from export
