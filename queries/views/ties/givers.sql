-- grain: one row per member who gave or asked in the period, those who did most first, at most 500; what counts as which: see ties/give_ask
-- first_help and first_ask are of any day, as in ties/gave_first
with done as (
    select
        actor,
        case
            when kind = 'answer' and (target is null or target <> actor) then 'answers'
            when kind = 'thanks' then 'thanks'
            when kind = 'question' then 'questions'
            when (kind = 'post' or kind = 'comment' or kind = 'mention') and purpose = 'praise' then 'praise'
            when (kind = 'post' or kind = 'comment') and purpose = 'education' then 'resources'
            when (kind = 'post' or kind = 'comment' or kind = 'mention') and purpose = 'sales' then 'promotion'
        end as act,
    from interactions
    where
        period = 'this'
        and actor is not null
        and not is_staff
        and (kind = 'answer' or kind = 'thanks' or kind = 'question' or kind = 'post' or kind = 'comment' or kind = 'mention')
        and (kind <> 'post' or post_id is null)
    union all
    select
        o.author,
        case
            when o.intent = 'give' then 'resources'
            when begs_share(concat_ws(' ', o.headline, o.text, o.format::varchar)) then 'asks to share'
            when o.intent = 'ask' then 'promotion'
        end,
    from posts as o
    left join whole_people as p on o.author = p.number
    where o.period = 'this' and side_of(coalesce(o.author_role::varchar, p.role::varchar, 'brand')) = 'member' and o.author is not null
),
persons as (
    select
        actor,
        count(*) filter (where act = 'answers') as answers,
        count(*) filter (where act = 'thanks') as thanks,
        count(*) filter (where act = 'praise') as praise,
        count(*) filter (where act = 'resources') as resources,
        count(*) filter (where act = 'questions') as questions,
        count(*) filter (where act = 'promotion') as promotion,
        count(*) filter (where act = 'asks to share') as asks_to_share,
        count(*) as acts,
    from done
    where act is not null
    group by actor
),
counted as materialized (
    select
        p.*,
        n.person_id,
        p.answers + p.thanks + p.praise + p.resources as gives,
        p.questions + p.promotion + p.asks_to_share as asks,
    from persons as p
    inner join account.actors as n on p.actor = n.actor
),
-- beside the list, because windows over everyone take a hundred times as long
totals as (
    select
        count(*) as people,
        count(*) filter (where gives > 0 and asks = 0) as only_give,
        count(*) filter (where gives = 0) as only_ask,
    from counted
),
listed as materialized (
    select * from counted
    order by acts desc, person_id
    limit 500
),
firsts as (
    select
        actor,
        min(moment) filter (where is_help) as first_help,
        min(moment) filter (where not is_help) as first_ask,
    from (
        select actor, asked_at as moment, false as is_help
        from whole_first_acts
        where actor in (select actor from listed)
        union all
        select actor, helped_at, true
        from whole_first_acts
        where actor in (select actor from listed)
        union all
        select o.author, o.published_at, o.intent = 'give'
        from whole_posts as o
        left join whole_people as p on o.author = p.number
        where o.intent is not null and side_of(coalesce(o.author_role::varchar, p.role::varchar, 'brand')) = 'member' and o.author is not null
    ) as e
    group by actor
)
select
    l.person_id,
    coalesce(p.name, l.person_id) as name,
    p.segment,
    p.region,
    l.gives,
    l.asks,
    l.answers,
    l.thanks,
    l.praise,
    l.resources,
    l.questions,
    l.promotion,
    l.asks_to_share,
    f.first_help,
    f.first_ask,
    case when f.first_ask is null then null else coalesce(f.first_help < f.first_ask, false) end as gave_first,
    t.people,
    t.only_give,
    t.only_ask,
from listed as l
cross join totals as t
left join firsts as f on l.actor = f.actor
left join whole_people as p on l.person_id = p.person_id
order by l.acts desc, l.person_id
