-- grain: one row per day, person, kind of act that speaks for the company, channel, segment and region; customers and members only
-- answer: to somebody else; share: of anything; mention and post: where they praise
create table advocate_days as
select
    day,
    actor,
    kind,
    channel,
    segment,
    region,
    count(*) as acts
from interactions
where
    day is not null
    and actor is not null
    and not is_staff
    and (
        (kind = 'answer' and (target is null or target <> actor))
        or kind = 'share'
        or (
            (kind = 'mention' or kind = 'post')
            and (purpose = 'praise' or sentiment = 'positive')
            and (sentiment is null or sentiment <> 'negative')
        )
    )
group by day, actor, kind, channel, segment, region
order by day
