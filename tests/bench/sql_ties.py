"""Who speaks with whom, a query each. Whoever is staff is so in people, and whatever answers something names whom."""

from __future__ import annotations

from tests.bench.shapes import LISTED
from tests.bench.sql_kept import CUSTOMERS, Asked, listed

TIE = "kind in ('answer', 'reply', 'comment', 'thanks', 'mention') and actor_id is not null"
TOLD = f"{TIE} and target_id <> actor_id"
STAFF = "select person_id from people where is_staff"
HALF_A_YEAR, SILENT = 208, 28


def inside(asked: Asked, table: str) -> str:
    """Whether the filters keep a row."""
    return " and ".join(f"coalesce({column} in {listed(values)}, false)" for column, values in asked.chosen(table).items()) or "true"


def reciprocity(asked: Asked) -> str:
    start, end = min(w.start for w in asked.windows), max(w.end for w in asked.windows)
    return f"""with said as (
            select {asked.period("day")} as period, actor_id, target_id, {inside(asked, "interactions")} as inside from interactions
            where day >= date '{start}' and day < date '{end}' and {TIE}
        ),
        ties as (
            select period, actor_id as giver, target_id as taker, bool_or(inside) as is_kept from said where target_id <> actor_id group by all
        ),
        told as (
            select t.period, r.giver is not null as is_answered, t.giver in ({STAFF}) as from_staff, t.taker in ({STAFF}) as to_staff
            from ties as t left join ties as r on t.period = r.period and t.giver = r.taker and t.taker = r.giver where t.is_kept
        ),
        counted as (
            select period, count(*) filter (not from_staff or not to_staff) as n,
                count(*) filter (is_answered and (not from_staff or not to_staff)) as numerator,
                count(*) filter (not from_staff and not to_staff) as among_members,
                count(*) filter (is_answered and not from_staff and not to_staff) as among_members_answered,
                count(*) filter (from_staff and not to_staff) as from_staff,
                count(*) filter (is_answered and from_staff and not to_staff) as from_staff_answered,
                count(*) filter (to_staff and not from_staff) as to_staff,
                count(*) filter (is_answered and to_staff and not from_staff) as to_staff_answered,
                count(*) filter (from_staff and to_staff) as among_staff
            from told as t group by period
        ),
        nobody as (select period, count(*) filter (target_id is null) as acts_to_nobody from said where inside group by period)
        select c.*, null as bucket, 1.0 * numerator / n as value, acts_to_nobody
        from counted as c inner join nobody as o on c.period = o.period where n > 0"""


def member_ties(asked: Asked) -> str:
    return f"""with ties as (
            select period, bucket, actor_id, target_id from ({asked.dated("interactions", TOLD)})
            group by grouping sets ((period, actor_id, target_id), (period, bucket, actor_id, target_id))
        ),
        told as (select period, bucket, actor_id in ({STAFF}) as from_staff, target_id in ({STAFF}) as to_staff from ties)
        select period, bucket, 1.0 * count(*) filter (not from_staff and not to_staff) / count(*) as value, count(*) as n
        from told where not from_staff or not to_staff group by period, bucket"""


def _pairs(asked: Asked, periods: str) -> str:
    """Two people who came back to each other a week or more after they first spoke, in the 208 days until the end of each period."""
    ends = " union all ".join(f"select '{w.name}' as period, date '{w.end}' as end_day" for w in asked.windows)
    return f"""with ends as (select * from ({ends}) where {periods}),
        pairs as (
            select period, end_day, least(actor_id, target_id) as one, greatest(actor_id, target_id) as other, count(*) as acts,
                min(day) as first_day, max(day) as last_day, bool_or({inside(asked, "interactions")}) as inside,
                bool_or(actor_id < target_id) and bool_or(actor_id > target_id) as is_mutual
            from interactions inner join ends on day >= end_day - {HALF_A_YEAR} and day < end_day where {TOLD} group by all
        ),
        known as (
            select *, one in ({STAFF}) as one_staff, other in ({STAFF}) as other_staff, last_day < end_day - {SILENT} as is_cold
            from pairs where last_day - first_day >= 7 and first_day < end_day - {SILENT} and inside
        ),
        told as (select * from known where not one_staff or not other_staff)"""


def cold_ties(asked: Asked) -> str:
    return f"""{_pairs(asked, f"period = 'this' or end_day - {HALF_A_YEAR} >= (select data_from from facts)")}
        select period, null as bucket, 1.0 * count(*) filter (is_cold) / count(*) as value, count(*) as n from told group by period"""


def cold(asked: Asked) -> str:
    return f"""{_pairs(asked, "period = 'this'")},
        whole as (select count(*) as total, count(*) filter (not one_staff and not other_staff) as among_members from told where is_cold),
        listed as (select * from told cross join whole where is_cold order by acts desc, last_day desc, one, other limit {LISTED}),
        persons as (select one as person from listed union select other from listed),
        active as (select distinct actor_id from interactions where day >= {asked.end} - {SILENT} and day < {asked.end} and {TIE}),
        near as (
            select one as person, other as neighbour, acts from pairs where one in (from persons) and other in (from active) union all
            select other, one, acts from pairs where other in (from persons) and one in (from active)
        ),
        between_them as (
            select one, other, arg_min(a.neighbour, (-(a.acts + b.acts), a.neighbour)) as between_id
            from listed as l inner join near as a on l.one = a.person inner join near as b on l.other = b.person and a.neighbour = b.neighbour
            group by one, other
        )
        select l.one as person_id, l.other as other_id, acts, is_mutual, last_day, end_day - last_day - 1 as silent_days, between_id, total,
            among_members, coalesce(p.name, l.one) as name, coalesce(q.name, l.other) as other, coalesce(o.name, p.owner_id) as owner
        from listed as l left join between_them as b on l.one = b.one and l.other = b.other left join people as p on l.one = p.person_id
            left join people as q on l.other = q.person_id left join people as o on p.owner_id = o.person_id"""


def fans(asked: Asked) -> str:
    until = f"day < {asked.end}"
    return f"""with bought as (
            select person_id, count(distinct day) as order_days from orders
            where {CUSTOMERS} and {until} and (refunded is null or refunded < amount) group by 1 having count(distinct day) > 1
        ),
        brought as (select referrer_id as person_id, count(*) as referrals from referrals where {CUSTOMERS} and refusal is null and {until} group by 1),
        thanked as (
            select target_id as person_id, count(*) as thanks from interactions
            where kind = 'thanks' and target_id is not null and actor_id is distinct from target_id and {until} group by 1
        ),
        promoters as (
            select person_id, max_by(score, answered_at) as score from surveys
            where {CUSTOMERS} and kind = 'nps' and score is not null and {until} group by 1 having score >= 9
        ),
        spoken as (
            select if(is_staff, target_id, actor_id) as person_id, if(is_staff, actor_id, target_id) as staff_id from interactions
            where {TIE} and target_id is not null and {until} and day >= {asked.end} - 365
                and (is_staff or target_id in (select person_id from people where role = 'employee'))
            group by 1, 2 having bool_or(is_staff) and bool_or(not is_staff)
        ),
        tied as (
            select s.person_id, count(*) as staff, min(coalesce(name, staff_id)) as staff_name
            from spoken as s left join people as p on staff_id = p.person_id group by 1
        ),
        found as (
            select p.*, coalesce(order_days, 0) as order_days, coalesce(referrals, 0) as referrals, coalesce(thanks, 0) as thanks, score,
                coalesce(staff, 0) as staff, staff_name,
                (order_days is not null)::int + (referrals is not null)::int + (thanks is not null)::int + (score is not null)::int
                + (staff is not null)::int as kinds
            from ({asked.kept("people", f"{CUSTOMERS} and role is distinct from 'partner'")}) as p
                left join bought as b on p.person_id = b.person_id left join brought as r on p.person_id = r.person_id
                left join thanked as t on p.person_id = t.person_id left join promoters as s on p.person_id = s.person_id
                left join tied as e on p.person_id = e.person_id
        )
        select f.* replace (coalesce(f.name, f.person_id) as name), coalesce(o.name, f.owner_id) as owner, count(*) over () as total, count(*) filter (kinds = 5) over () as all_five
        from found as f left join people as o on f.owner_id = o.person_id where kinds >= {asked.params["least"]}
        order by kinds desc, thanks + referrals + order_days desc, f.person_id limit {LISTED}"""
