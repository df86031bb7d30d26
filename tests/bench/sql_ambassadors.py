"""Ambassadors at the end of the period and of the 12 times 30 days before it, in one query: the first of each state, and all paths of states."""

from __future__ import annotations

from tests.bench.sql_advocates import DID, VALID
from tests.bench.sql_kept import CUSTOMERS, Asked

PAID = f"{CUSTOMERS} and (refunded is null or refunded < amount)"
PERSONS = """persons as (
            select person_id, max_by(signs, -back) as signs, max_by(referrals, -back) as referrals, max_by(thanks, -back) as thanks,
                max_by(orders, -back) as orders, max_by(months, -back) as months, max(score) filter (back = 0) as score, max(last_day) as last_day,
                string_agg(case when is_met and consent then 'a' when is_met then 'c' when has_been and (is_detractor or is_silent) then 'l'
                    when has_been then 'r' else '-' end, '' order by back desc) as states
            from judged group by person_id having states <> '-------------'
        ),
        listed as (
            select * from persons where states[-1] <> '-'
            qualify row_number() over (partition by states[-1] order by signs desc, referrals desc, thanks desc, person_id) <= {most}
        )"""


def ambassadors(asked: Asked) -> str:
    until = f"day < {asked.end}"
    return f"""with {_events(asked, until)},
        {_parts(asked)},
        {_known(asked)},
        {_judged(asked)},
        {PERSONS.format(most=asked.params["most"])},
        {_contacts(until)}
        select e.*, null as people, coalesce(p.name, e.person_id) as name, o.name as owner, contact_at
        from listed as e left join people as p on e.person_id = p.person_id left join people as o on p.owner_id = o.person_id
        left join contacts as c on e.person_id = c.person_id
        union all by name
        select states, count(*) as people from persons group by states"""


def _back(asked: Asked) -> str:
    """In which 30 days a day lies, from the last ones on: two before the 13 that are told, of which the older has all before it, too."""
    return f"least(14, ({asked.end} - day - 1) // 30)"


def _events(asked: Asked, until: str) -> str:
    """What each person did, or others did to them, before the end."""
    return f"""events as (
            select referrer_id as person_id, day, 'referral' as kind, null as score, null as answered_at from referrals where {VALID} and {until}
            union all
            select target_id, day, 'thanks', null, null from interactions
            where kind = 'thanks' and target_id is not null and actor_id is distinct from target_id and {until}
            union all
            select person_id, day, 'order', null, null from orders where {PAID} and {until}
            union all
            select person_id, day, 'answer', score, answered_at from surveys where kind = 'nps' and score is not null and {CUSTOMERS} and {until}
            union all
            select actor_id, max(day), 'active', null, null from interactions where {CUSTOMERS} and {DID} and {until}
            group by actor_id, {_back(asked)}
        )"""


def _parts(asked: Asked) -> str:
    """The events of each person in each 30 days, and a row for each of these."""
    return f"""parts as (
            select person_id, {_back(asked)} as back, count(*) filter (kind = 'referral') as referrals,
                count(*) filter (kind = 'thanks') as thanks, count(*) filter (kind = 'order') as orders, max_by(score, answered_at) as score,
                max(day) filter (score <= 6) as detracted, count(*) filter (kind = 'active' and day >= {asked.end} - 450) > 0 as active,
                max(day) filter (kind in ('active', 'order', 'referral')) as last_day
            from events where person_id is not null group by 1, 2
        ),
        spine as (
            select person_id, consent, back, {asked.end} - 30 * back as day
            from ({asked.kept("people", f"{CUSTOMERS} and role is distinct from 'partner'")}), (select cast(unnest(range(15)) as int) as back)
            where person_id in (select person_id from parts)
        )"""


def _known(asked: Asked) -> str:
    """What was known of each person after each 30 days."""
    quiet = asked.params["quiet"]
    return f"""known as (
            select s.*, coalesce(sum(referrals) over past, 0) as referrals, coalesce(sum(thanks) over past, 0) as thanks,
                coalesce(sum(orders) over past, 0) as orders, last_value(score ignore nulls) over past as score,
                coalesce(sum(cast(active as int)) over (partition by s.person_id order by s.back desc rows 2 preceding), 0) as months,
                coalesce(max(detracted) over past >= s.day - {quiet}, false) as is_detractor,
                coalesce(max(last_day) over past < s.day - {quiet}, true) as is_silent, max(last_day) over past as last_day
            from spine as s left join parts as p on s.person_id = p.person_id and s.back = p.back
            window past as (partition by s.person_id order by s.back desc rows unbounded preceding)
        )"""


def _judged(asked: Asked) -> str:
    """Whether each person met the rule after each 30 days, and had before."""
    signs, answers, orders, months = (asked.params[name] for name in ("signs", "answers", "orders", "months"))
    return f"""signed as (
            select *, if(score >= 9, 1, 0) + if(referrals > 0, 1, 0) + if(thanks >= {answers}, 1, 0) + if(orders >= {orders}, 1, 0)
                + if(months >= {months}, 1, 0) as signs, signs >= {signs} and not is_detractor as is_met
            from known where back <= 12
        ),
        judged as (
            select *, bool_or(is_met and consent) over (partition by person_id order by back desc
                rows between unbounded preceding and 1 preceding) as has_been
            from signed
        )"""


def _contacts(until: str) -> str:
    """When we last wrote to each, or did something for them."""
    return f"""contacts as (
            select person_id, max(moment) as contact_at
            from (
                select person_id, sent_at as moment from surveys where {until}
                union all select person_id, coalesce(first_response_at, opened_at) from cases where {until}
                union all select target_id, "at" from interactions where is_staff and {until}
            ) where person_id in (select person_id from listed) group by person_id
        )"""
