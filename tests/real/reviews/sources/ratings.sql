-- fills: surveys
-- needs: rating, date, variation, verified_reviews
-- dates: %d-%b-%y
-- ratings carry no id, and some are alike to the letter: alike ones are numbered
select
    concat_ws('-', md5(concat_ws('|', date, rating, variation, verified_reviews)), row_number() over (partition by date, rating, variation, verified_reviews)) as response_id,
    'csat' as kind,
    rating as score,
    1 as scale_min,
    5 as scale_max,
    'shop' as channel,
    variation as product,
    date as answered_at,
    verified_reviews as comment,
from export
