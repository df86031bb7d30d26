-- grain: one row per person in a stage at the end of a month and of the one before, most acts first, at most 500; total says how many there are
-- $ends is the month's last day, $stage and $stage_before are stages (see stage_months) or empty for any; of the people whom the filters keep.
with given as (
    select cast($ends as date) as ends, last_day(cast($ends as date) - 31) as ends_before
),
ends as (
    select ends as "at", 1 as place from given
    union all
    select ends_before as "at", 0 as place from given
),
signs as (
    select e.place, a.actor, a.inside, a.acts, e."at" - a.day as ago, a.day, 1 as sign
    from whole_actor_days as a
    inner join ends as e on a.day > e."at" - 28 and a.day <= e."at"
    where a.day > cast($ends as date) - 62 and a.day <= cast($ends as date)
    union all
    select e.place, a.actor, a.inside, 0, e."at" - a.day, a.day, case when a.kind = 'answer' then 4 else 5 end
    from whole_advocate_days as a
    inner join ends as e on a.day > e."at" - 28 and a.day <= e."at"
    where a.day > cast($ends as date) - 62 and a.day <= cast($ends as date)
    union all
    select e.place, r.referrer, r.inside, 0, e."at" - r.day, r.day, 5
    from whole_referrals as r
    inner join ends as e on r.day > e."at" - 28 and r.day <= e."at"
    where r.day > cast($ends as date) - 62 and r.day <= cast($ends as date) and r.referrer is not null and r.refusal is null and not r.is_staff
    union all
    select e.place, i.actor, i.inside, 0, e."at" - i.day, i.day, 0
    from whole_interactions as i
    inner join ends as e on i.day > e."at" - 28 and i.day <= e."at"
    where
        i.day > cast($ends as date) - 62
        and i.day <= cast($ends as date)
        and i.actor is not null
        and not i.is_staff
        and (i.kind = 'visit' or i.kind = 'open')
),
months as (
    select
        place,
        actor,
        bool_or(inside) as is_kept,
        max(sign) as sign,
        sum(acts) as acts,
        max(day) as last_day,
        bit_count(bit_or(case when sign > 0 then 1 << (ago // 7) else 0 end)) as weeks,
    from signs
    group by place, actor
),
firsts as (
    select a.actor, min(a.day) as first_day
    from whole_actor_days as a
    where a.actor in (select m.actor from months as m)
    group by a.actor
),
staged as (
    select
        m.*,
        f.first_day,
        case
            when m.sign >= 4 then m.sign
            when m.weeks >= 2 then 3
            when m.sign = 1 and f.first_day > e."at" - 30 then 2
            else 1
        end as stage,
    from months as m
    inner join ends as e on m.place = e.place
    left join firsts as f on m.actor = f.actor
    where m.sign > 0 or f.first_day is null or f.first_day > e."at"
),
moved as (
    select
        coalesce(n.actor, b.actor) as actor,
        coalesce(n.is_kept, false) or coalesce(b.is_kept, false) as is_kept,
        coalesce(n.stage, 0) as stage,
        coalesce(b.stage, case when n.first_day <= (select ends_before from given) then 0 else -1 end) as stage_before,
        coalesce(n.acts, 0) as acts,
        coalesce(n.last_day, b.last_day) as last_day,
        coalesce(n.first_day, b.first_day) as first_day,
    from (select * from staged where place = 1) as n
    full join (select * from staged where place = 0) as b on n.actor = b.actor
),
chosen as (
    select m.*, n.person_id, count(*) over () as total
    from moved as m
    inner join account.actors as n on m.actor = n.actor
    where m.is_kept and m.stage = coalesce($stage, m.stage) and m.stage_before = coalesce($stage_before, m.stage_before)
    order by m.acts desc, n.person_id
    limit 500
)
select
    coalesce(p.name, c.person_id) as name,
    c.stage_before,
    c.stage,
    c.acts,
    c.first_day,
    c.last_day,
    cast(p.segment as varchar) as segment,
    cast(p.region as varchar) as region,
    c.person_id,
    c.total,
from chosen as c
left join whole_people as p on c.person_id = p.person_id
order by c.acts desc, c.person_id
