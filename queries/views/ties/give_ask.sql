-- grain: one row per period, side (staff or member) and kind of gift or request, and one more per bucket (bucket empty: the whole period)
-- Gives: answers to others, thanks, praise, resources (posts that give, and posts that teach). Asks: promotion (posts that ask, and posts to
-- sell), asks to share (posts that ask, in words that beg for it), questions. Bots, deleted and test accounts are left out.
with done as (
    select
        period,
        bucket,
        case when is_staff then side_of(actor_role::varchar) else 'member' end as side,
        case
            when kind = 'answer' and (target_id is null or target_id <> actor_id) then 'answers'
            when kind = 'thanks' then 'thanks'
            when kind = 'question' then 'questions'
            when (kind = 'post' or kind = 'comment' or kind = 'mention') and purpose = 'praise' then 'praise'
            when (kind = 'post' or kind = 'comment') and purpose = 'education' then 'resources'
            when (kind = 'post' or kind = 'comment' or kind = 'mention') and purpose = 'sales' then 'promotion'
        end as act,
        actor_id as person_id,
    from interactions
    where kind in ('answer', 'thanks', 'question', 'post', 'comment', 'mention') and (kind <> 'post' or post_id is null)
    union all
    select
        o.period,
        o.bucket,
        side_of(coalesce(o.author_role::varchar, p.role::varchar, 'brand')),
        case
            when o.intent = 'give' then 'resources'
            when begs_share(concat_ws(' ', o.headline, o.text, o.format::varchar)) then 'asks to share'
            when o.intent = 'ask' then 'promotion'
        end,
        o.author_id,
    from posts as o
    left join whole_people as p on o.author_id = p.person_id
)
select
    period,
    bucket,
    side,
    act,
    act in ('answers', 'thanks', 'praise', 'resources') as is_gift,
    count(*) as acts,
    count(distinct person_id) as people,
from done
where act is not null and side <> 'apart'
group by grouping sets ((period, side, act), (period, bucket, side, act))
order by period desc, side desc, is_gift desc, act, bucket nulls first
