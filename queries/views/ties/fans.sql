-- grain: one row per customer or member with at least $least (3) kinds of evidence until the period's end, those with most kinds first, at most 500
-- Evidence: paid orders on two days or more; a valid referral; thanks from others for answers to them; 9 or 10 in the latest NPS; and having
-- spoken with an employee in the year before the end, either to the other. Filters choose the people, not the channel of the evidence. What
-- they like or follow counts for nothing.
with ends as (
    select end_day from periods
    where period = 'this'
),
bought as (
    select person_id, count(distinct day) as order_days
    from whole_orders
    where not is_staff and person_id is not null and (refunded is null or refunded < amount) and day < (select end_day from ends)
    group by person_id
    having count(distinct day) > 1
),
brought as (
    select referrer_id as person_id, count(*) as referrals
    from whole_referrals
    where refusal is null and not is_staff and day < (select end_day from ends)
    group by referrer_id
),
thanked as (
    select target_id as person_id, count(*) as thanks
    from whole_interactions
    where kind = 'thanks' and target_id is not null and (actor_id is null or actor_id <> target_id) and day < (select end_day from ends)
    group by target_id
),
promoters as (
    select person_id, arg_max(score, answered_at) as score
    from whole_surveys
    where kind = 'nps' and score is not null and not is_staff and person_id is not null and day < (select end_day from ends)
    group by person_id
    having arg_max(score, answered_at) >= 9
),
-- An answer by staff is service; it is a personal tie where both spoke.
spoken as (
    select
        case when is_staff then target_id else actor_id end as person_id,
        case when is_staff then actor_id else target_id end as staff_id,
        bool_or(is_staff) as is_given,
        bool_or(not is_staff) as is_returned,
    from whole_interactions
    where
        is_tie(kind)
        and actor_id is not null
        and target_id is not null
        and (actor_role is null or actor_role <> 'bot')
        and day < (select end_day from ends)
        and day >= (select end_day from ends) - 365
        and (is_staff or target_id in (select person_id from whole_people where role = 'employee'))
    group by all
),
tied as (
    select s.person_id, count(*) as staff, min(coalesce(p.name, s.staff_id)) as staff_name
    from spoken as s
    left join whole_people as p on s.staff_id = p.person_id
    where s.is_given and s.is_returned
    group by s.person_id
),
evidence as (
    select person_id, order_days, 0 as referrals, 0 as thanks, null as score, 0 as staff, null as staff_name from bought
    union all
    select person_id, 0, referrals, 0, null, 0, null from brought
    union all
    select person_id, 0, 0, thanks, null, 0, null from thanked
    union all
    select person_id, 0, 0, 0, score, 0, null from promoters
    union all
    select person_id, 0, 0, 0, null, staff, staff_name from tied
),
persons as (
    select
        person_id,
        count(*) as kinds,
        cast(sum(order_days) as bigint) as order_days,
        cast(sum(referrals) as bigint) as referrals,
        cast(sum(thanks) as bigint) as thanks,
        max(score) as score,
        cast(sum(staff) as bigint) as staff,
        max(staff_name) as staff_name,
    from evidence
    group by person_id
),
fans as materialized (
    select e.*, p.name, p.segment, p.region, p.owner_id, p.consent
    from persons as e
    inner join all_people as p on e.person_id = p.person_id
    where not p.is_staff and p.role is distinct from 'partner' and e.kinds >= coalesce($least, 3)
),
totals as (
    select count(*) as total, count(*) filter (where kinds = 5) as all_five
    from fans
)
select
    f.person_id,
    coalesce(f.name, f.person_id) as name,
    f.segment,
    f.region,
    f.kinds,
    f.order_days,
    f.referrals,
    f.thanks,
    f.score,
    f.staff,
    f.staff_name,
    f.consent,
    coalesce(o.name, f.owner_id) as owner,
    t.total,
    t.all_five,
from fans as f
cross join totals as t
left join whole_people as o on f.owner_id = o.person_id
order by f.kinds desc, f.thanks + f.referrals + f.order_days desc, f.person_id
limit 500
