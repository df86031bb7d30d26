-- grain: one row per act of words on a post of ours: an answer, a reply, a comment, thanks or a mention, on the day on which it was said
-- days of interactions
-- published_day: of the post; is_reply: by somebody else than the author, and no bot, nor a mention; is_voice: by a customer or member, thanks apart
create table post_talk as
select
    i.day,
    i.post_id,
    p.day as published_day,
    i.actor,
    (i.actor_role is null or i.actor_role <> 'bot')
    and i.kind <> 'mention'
    and (i.actor is null or p.author is null or i.actor <> p.author) as is_reply,
    not i.is_staff and i.kind <> 'thanks' as is_voice
from interactions as i
inner join posts as p on i.post_id = p.post_id
where
    i.day is not null
    and (i.kind = 'answer' or i.kind = 'reply' or i.kind = 'comment' or i.kind = 'thanks' or i.kind = 'mention')
order by i.day
