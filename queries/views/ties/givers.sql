-- grain: one row per member who gave or asked in the period, those who did most first, at most 500; what counts as which: see ties/give_ask
-- first_help and first_ask are of any day, as in ties/gave_first
-- An act stands as its place among answers, thanks, praise, resources, questions, promotion and asks to share.
with done as materialized (
    select actor, 1 as place
    from interactions
    where period = 'this' and not is_staff and actor is not null and kind = 'answer' and (target is null or target <> actor)
    union all
    select actor, 2
    from interactions
    where period = 'this' and not is_staff and actor is not null and kind = 'thanks'
    union all
    select actor, 5
    from interactions
    where period = 'this' and not is_staff and actor is not null and kind = 'question'
    union all
    select actor, case purpose when 'praise' then 3 when 'education' then 4 else 6 end
    from interactions
    where
        period = 'this'
        and not is_staff
        and actor is not null
        and (purpose = 'praise' or purpose = 'education' or purpose = 'sales')
        and (kind = 'post' or kind = 'comment' or kind = 'mention')
        and (kind <> 'post' or post_id is null)
        and (kind <> 'mention' or purpose <> 'education')
    union all
    select author, place
    from (
        select
            o.author,
            case
                when o.intent = 'give' then 4
                when begs_share(concat_ws(' ', o.headline, o.text, o.format::varchar)) then 7
                when o.intent = 'ask' then 6
            end as place,
        from posts as o
        left join whole_people as p on o.author = p.number
        where o.period = 'this' and side_of(coalesce(o.author_role::varchar, p.role::varchar, 'brand')) = 'member' and o.author is not null
    ) as o
    where place is not null
),
persons as (
    select actor, count(*) as acts, count(*) filter (where place < 5) as gives
    from done
    group by actor
),
counted as materialized (
    select p.*, n.person_id, p.acts - p.gives as asks
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
-- what each of the list did is counted for these alone
told as (
    select
        actor,
        count(*) filter (where place = 1) as answers,
        count(*) filter (where place = 2) as thanks,
        count(*) filter (where place = 3) as praise,
        count(*) filter (where place = 4) as resources,
        count(*) filter (where place = 5) as questions,
        count(*) filter (where place = 6) as promotion,
        count(*) filter (where place = 7) as asks_to_share,
    from done
    where actor in (select actor from listed)
    group by actor
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
    d.answers,
    d.thanks,
    d.praise,
    d.resources,
    d.questions,
    d.promotion,
    d.asks_to_share,
    f.first_help,
    f.first_ask,
    case when f.first_ask is null then null else coalesce(f.first_help < f.first_ask, false) end as gave_first,
    t.people,
    t.only_give,
    t.only_ask,
from listed as l
inner join told as d on l.actor = d.actor
cross join totals as t
left join firsts as f on l.actor = f.actor
left join whole_people as p on l.person_id = p.person_id
order by l.acts desc, l.person_id
