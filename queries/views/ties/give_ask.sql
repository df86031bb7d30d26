-- grain: one row per period, side (staff or member) and kind of gift or request, and one more per bucket (bucket empty: the whole period)
-- Gives: answers to others, thanks, praise, resources (posts that give, and posts that teach). Asks: promotion (posts that ask, and posts to
-- sell), asks to share (posts that ask, in words that beg for it), questions. Bots, deleted and test accounts are left out.
with authored as (
    select
        o.period,
        o.bucket,
        side_of(coalesce(o.author_role::varchar, p.role::varchar, 'brand')) as side,
        case
            when o.intent = 'give' then 4
            when begs_share(concat_ws(' ', o.headline, o.text, o.format::varchar)) then 7
            when o.intent = 'ask' then 6
        end as place,
        o.author as person,
    from posts as o
    left join whole_people as p on o.author = p.number
),
-- The act stands as its place in the list below until the end, and the side as whether it is staff: people are told apart by them.
done as (
    select
        period,
        bucket,
        is_staff and side_of(actor_role::varchar) = 'staff' as is_staff,
        case kind when 'thanks' then 2 when 'question' then 5 else case when target is null or target <> actor then 1 end end as place,
        actor as person,
    from interactions
    where (kind = 'answer' or kind = 'thanks' or kind = 'question') and (not is_staff or side_of(actor_role::varchar) <> 'apart')
    union all
    select
        period,
        bucket,
        is_staff and side_of(actor_role::varchar) = 'staff',
        case purpose when 'praise' then 3 when 'sales' then 6 else case when kind <> 'mention' then 4 end end,
        actor,
    from interactions
    where
        (purpose = 'praise' or purpose = 'education' or purpose = 'sales')
        and (kind = 'post' or kind = 'comment' or kind = 'mention')
        and (kind <> 'post' or post_id is null)
        and (not is_staff or side_of(actor_role::varchar) <> 'apart')
    union all
    select period, bucket, side = 'staff', place, person
    from authored
    where side <> 'apart'
),
-- people are a bit each, so that those of all buckets together are those of the whole period
bucketed as materialized (
    select period, bucket, is_staff, place, count(*) as acts, bitstring_agg(person, $first_number, $last_number) as people
    from done
    group by period, bucket, is_staff, place
),
counted as (
    select period, bucket, is_staff, place, acts, people
    from bucketed
    union all
    select period, null, is_staff, place, sum(acts), bit_or(people)
    from bucketed
    group by period, is_staff, place
)
select
    period,
    bucket,
    case when is_staff then 'staff' else 'member' end as side,
    ['answers', 'thanks', 'praise', 'resources', 'questions', 'promotion', 'asks to share'][place] as act,
    place < 5 as is_gift,
    acts::bigint as acts,
    coalesce(bit_count(people), 0) as people,
from counted
where place is not null
order by period desc, side desc, is_gift desc, act, bucket nulls first
