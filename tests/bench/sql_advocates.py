"""Who speaks for us, a query each."""

from __future__ import annotations

from tests.bench.shapes import LISTED
from tests.bench.sql_kept import CUSTOMERS, SETS, Asked

DID = "actor_id is not null and kind not in ('visit', 'open', 'leave', 'unsubscribe')"
PRAISE = "kind in ('mention', 'post') and (purpose = 'praise' or sentiment = 'positive') and coalesce(sentiment <> 'negative', true)"
ACT = f"(kind = 'answer' and target_id is distinct from actor_id or kind = 'share' or {PRAISE})"
VALID = f"{CUSTOMERS} and refusal is null"
STARTED = "coalesce(invited_at, joined_at, converted_at)"
NAMES = "left join people as p on r.person_id = p.person_id left join people as o on p.owner_id = o.person_id"
NPS = f"{CUSTOMERS} and kind = 'nps' and score is not null and person_id is not null"


def advocacy_rate(asked: Asked) -> str:
    return f"""with persons as (
            select period, bucket, actor_id as person_id, {ACT} as is_act from ({asked.dated("interactions", f"{CUSTOMERS} and {DID}")})
            union all
            select period, bucket, referrer_id, true from ({asked.dated("referrals", VALID)})
        )
        select period, bucket, count(distinct person_id) as n, count(distinct person_id) filter (is_act) / n as value
        from persons group by {SETS}"""


def _acts(asked: Asked) -> str:
    """Every act of both periods with what it is."""
    return f"""select period, bucket, actor_id as person_id,
            case kind when 'answer' then 'answers to peers' when 'share' then 'shares' else 'recommendations' end as act
        from ({asked.dated("interactions", f"{CUSTOMERS} and actor_id is not null and {ACT}")})
        union all
        select period, bucket, referrer_id, 'valid referrals' from ({asked.dated("referrals", VALID)})"""


def acts(asked: Asked) -> str:
    return f"""select period, bucket, act, count(*) as acts, count(distinct person_id) as people
        from ({_acts(asked)}) group by grouping sets ((period, act), (period, bucket, act))"""


def concentration(asked: Asked) -> str:
    return f"""with persons as (select period, person_id, count(*) as acts from ({_acts(asked)}) group by period, person_id),
        ranked as (
            select *, row_number() over busiest as place, sum(acts) over busiest as running, sum(acts) over whole as total, count(*) over whole as people
            from persons window busiest as (partition by period order by acts desc, person_id), whole as (partition by period)
        )
        select period, null as bucket, min(place) filter (2 * running >= total) as value, any_value(people) as n, any_value(total) as acts,
            sum((people + 1 - 2 * place) * acts) / any_value(people * total) as gini
        from ranked group by period"""


def carriers(asked: Asked) -> str:
    return f"""with persons as (
            select person_id, count(*) as acts, count(*) filter (act = 'valid referrals') as referrals,
                count(*) filter (act = 'answers to peers') as answers, count(*) filter (act = 'shares') as shares
            from ({_acts(asked)}) where period = 'this' group by person_id
        ),
        ranked as (
            select *, sum(acts) over (order by acts desc, person_id rows unbounded preceding) / sum(acts) over () as running, count(*) over () as total
            from persons order by acts desc, person_id limit {LISTED}
        )
        select r.*, coalesce(p.name, r.person_id) as name from ranked as r {NAMES}"""


def _judged(asked: Asked, sets: str) -> str:
    """Of each person the latest answer among those whose 90 days end in the period, or bucket."""
    bucket = "bucket, " if "bucket" in sets else ""
    return f"""select period, {bucket}person_id, max_by(score, answered_at) as score, max(answered_at) as answered_at
        from ({asked.dated("surveys", NPS, "(day + 91)")}) group by {sets}"""


BROUGHT = f"""left join referrals as r on j.person_id = r.referrer_id and r.refusal is null
    and {STARTED} >= j.answered_at and {STARTED} < j.answered_at + interval 90 day"""


def promoter_to_referrer(asked: Asked) -> str:
    return f"""with judged as ({_judged(asked, "grouping sets ((period, person_id), (period, bucket, person_id))")}),
        brought as (
            select period, bucket, j.person_id, count(referral_id) > 0 as has_referred
            from judged as j {BROUGHT} where j.score >= 9 group by 1, 2, 3
        )
        select period, bucket, 1.0 * count(*) filter (has_referred) / count(*) as value, count(*) as n from brought group by 1, 2"""


def referred_within(asked: Asked) -> str:
    return f"""with judged as ({_judged(asked, "period, person_id")}),
        brought as (
            select period, j.person_id, case when j.score >= 9 then 'promoters' when j.score <= 6 then 'detractors' else 'passives' end as "group",
                min(epoch({STARTED}) - epoch(j.answered_at)) / 86400 as days
            from judged as j {BROUGHT} group by 1, 2, 3
        )
        select period, "group", count(days) / count(*) as value, count(*) as n, median(days) as days from brought group by 1, 2"""


def never_asked(asked: Asked) -> str:
    return f"""with promoters as (
            select person_id, max_by(score, answered_at) as score, max(answered_at) as answered_at
            from ({asked.kept("surveys", f"{NPS} and day < {asked.end}")}) group by person_id having max_by(score, answered_at) >= 9
        ),
        invited as (
            select referrer_id as person_id from referrals union select actor_id from interactions where kind = 'invite'
            union select target_id from interactions where kind = 'invite' and is_staff
        ),
        newest as (
            select *, count(*) over () as total from promoters where person_id not in (select person_id from invited where person_id is not null)
            order by answered_at desc, person_id limit {LISTED}
        )
        select r.*, coalesce(p.name, r.person_id) as name, o.name as owner from newest as r {NAMES}"""


def to_thank(asked: Asked) -> str:
    until = f"< {asked.data_to} - interval 7 day"
    return f"""with acts as (
            select interaction_id as act_id, "at", actor_id as person_id, text
            from ({asked.this("interactions", f"{CUSTOMERS} and actor_id is not null and {ACT}")}) where "at" {until}
            union all
            select referral_id, {STARTED}, referrer_id, null from ({asked.this("referrals", VALID)}) where {STARTED} {until}
        ),
        ours as (
            select parent_id, target_id, kind, "at" from interactions
            where is_staff and actor_role is distinct from 'bot' and kind in ('thanks', 'reply', 'answer', 'comment')
                and day >= {asked.start} and day < {asked.end} + 8
        ),
        answered as (
            select act_id from acts as a inner join ours as o on a.act_id = o.parent_id
            where o."at" >= a."at" and o."at" < a."at" + interval 7 day
            union
            select act_id from acts as a inner join ours as o on a.person_id = o.target_id and o.kind = 'thanks'
            where o."at" >= a."at" and o."at" < a."at" + interval 7 day
        ),
        judged as (select a.*, t.act_id is not null as is_thanked from acts as a left join answered as t on a.act_id = t.act_id),
        newest as (
            select *, (select count(*) from judged) as acts, (select count(*) from judged where is_thanked) as thanked
            from judged where not is_thanked order by "at" desc, act_id limit {LISTED}
        )
        select r.*, coalesce(p.name, r.person_id) as name, o.name as owner from newest as r {NAMES}"""
