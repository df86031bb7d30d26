-- grain: one row per customer or member with at least $least (3) kinds of evidence until the period's end, those with most kinds first, at most 500
-- Evidence: paid orders on two days or more; a valid referral; thanks from others for answers to them; 9 or 10 in the latest NPS; and having
-- spoken with an employee in the year before the end, either to the other. Filters choose the people, not the channel of the evidence. What
-- they like or follow counts for nothing.
with bought as (
    select person as number, count(distinct day) as order_days
    from whole_orders
    where not is_staff and person is not null and (refunded is null or refunded < amount) and day < cast($period_end as date)
    group by person
    having count(distinct day) > 1
),
brought as (
    select referrer as number, count(*) as referrals
    from whole_referrals
    where refusal is null and not is_staff and day < cast($period_end as date)
    group by referrer
),
thanked as (
    select toward as number, count(*) as thanks
    from whole_tie_acts
    where kind = 'thanks' and is_named and (actor is null or actor <> toward) and day < cast($period_end as date)
    group by toward
),
promoters as (
    select person as number, score
    from whole_nps_followed
    where
        score >= 9
        and day < cast($period_end as date)
        and (next_day is null or next_day >= cast($period_end as date))
),
-- An answer by staff is service; it is a personal tie where both spoke, so that there is more than one act.
spoken as (
    select
        case when is_staff then toward else actor end as number,
        case when is_staff then actor else toward end as staff,
        bool_or(is_staff) as is_given,
        bool_or(not is_staff) as is_returned,
    from whole_tie_acts
    where
        is_again
        and is_named
        and (actor_role is null or actor_role <> 'bot')
        and day < cast($period_end as date)
        and day >= cast($period_end as date) - 365
        and (is_staff or toward in (select number from whole_people where role = 'employee'))
    group by all
),
tied as (
    select s.number, count(*) as staff, min(coalesce(p.name, n.person_id)) as staff_name
    from spoken as s
    inner join account.actors as n on s.staff = n.actor
    left join whole_people as p on s.staff = p.number
    where s.is_given and s.is_returned
    group by s.number
),
-- everything that speaks for somebody, a row each, so that only those with enough of it are looked up
evidence as (
    select number, order_days, null::bigint as referrals, null::bigint as thanks, null as score from bought
    union all
    select number, null, referrals, null, null from brought
    union all
    select number, null, null, thanks, null from thanked
    union all
    select number, null, null, null, score from promoters
    union all
    select number, null, null, null, null from tied
),
persons as (
    select
        number,
        count(*) as kinds,
        coalesce(max(order_days), 0) as order_days,
        coalesce(max(referrals), 0) as referrals,
        coalesce(max(thanks), 0) as thanks,
        max(score) as score,
    from evidence
    group by number
    having count(*) >= greatest(coalesce($least, 3), 1)
),
fans as materialized (
    select p.person_id, p.name, p.segment, p.region, p.owner_id, p.consent, e.* exclude (number), coalesce(t.staff, 0) as staff, t.staff_name
    from persons as e
    inner join all_people as p on e.number = p.number
    left join tied as t on e.number = t.number
    where not p.is_staff and p.role is distinct from 'partner'
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
