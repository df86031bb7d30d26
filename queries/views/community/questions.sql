-- grain: one row per period, and one per period and bucket of asking (bucket empty: the whole period)
-- Median hours until the first answer, where a peer gave it (value), where staff did, and of every one; questions counts the unanswered, too.
-- any_…: the asker's own answers count as well, as figures that communities publish often have it.
with questions as (
    select period, bucket, interaction_id, actor_id, "at", coalesce(thread_id, interaction_id) as thread
    from interactions
    where kind = 'question' and not is_staff
),
since as (select min(start_day) as day from periods),
replies as (
    select i.parent_id, i.thread_id, i."at", i.is_staff, i.is_first_answer, i.kind = 'thanks' as is_thanks, i.actor_id
    from whole_interactions as i
    where (i.is_first_answer or i.kind = 'answer' or i.kind = 'thanks') and i.day >= (select s.day from since as s)
),
threads as (
    select thread, min(interaction_id) as question_id
    from questions
    group by thread
),
firsts as (
    select
        interaction_id,
        min("at") as any_at,
        min("at") filter (where is_first_answer) as "at",
        arg_min(is_staff, "at") filter (where is_first_answer) as is_staff
    from (
        select q.interaction_id, r."at", r.is_staff, r.is_first_answer
        from questions as q
        inner join replies as r on q.interaction_id = r.parent_id
        where not r.is_thanks
        union all
        select t.question_id, r."at", r.is_staff, r.is_first_answer
        from threads as t
        inner join replies as r on t.thread = r.thread_id
        where not r.is_thanks and r.parent_id is distinct from t.question_id
    ) as answers
    group by interaction_id
),
thanked as (
    select distinct q.interaction_id
    from questions as q
    inner join replies as r on q.thread = r.thread_id
    where r.is_thanks and q.actor_id = r.actor_id
),
asked as (
    select
        q.period,
        q.bucket,
        epoch(f."at" - q."at") / 3600 as hours,
        epoch(f.any_at - q."at") / 3600 as any_hours,
        f.is_staff,
        h.interaction_id is not null as is_accepted,
    from questions as q
    left join firsts as f on q.interaction_id = f.interaction_id
    left join thanked as h on q.interaction_id = h.interaction_id
),
counted as (
    select
        period,
        bucket,
        count(*) as questions,
        count(hours) as answered,
        count(*) filter (where is_accepted) as accepted,
        count(*) filter (where hours <= 24) as within_day,
        count(any_hours) as any_answered,
        count(*) filter (where any_hours <= 24) as any_within_day,
        list_sort(list(any_hours) filter (where any_hours is not null)) as any_hours,
        list_sort(list(hours) filter (where hours is not null)) as hours,
        list_sort(list(hours) filter (where not is_staff)) as by_peers,
        list_sort(list(hours) filter (where is_staff)) as by_staff,
    from asked
    group by grouping sets ((period), (period, bucket))
)
select
    period,
    bucket,
    list_median(by_peers) as value,
    median_low(by_peers) as low,
    median_high(by_peers) as high,
    coalesce(len(by_peers), 0) as n,
    list_median(by_staff) as staff_value,
    median_low(by_staff) as staff_low,
    median_high(by_staff) as staff_high,
    coalesce(len(by_staff), 0) as staff_n,
    list_median(hours) as every_value,
    questions,
    answered,
    accepted,
    within_day,
    any_answered,
    list_median(any_hours) as any_value,
    any_within_day,
from counted
order by period desc, bucket nulls first
