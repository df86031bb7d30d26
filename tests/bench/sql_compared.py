"""Referred, advertised and other customers, as they stand and matched by join quarter and segment, in one query."""

from __future__ import annotations

from tests.bench.sql_kept import CUSTOMERS, Asked
from tests.bench.sql_referrals import KNOWN

BOUGHT = """buyers as (
            select person_id, min(day) as first_day, min_by(currency, ordered_at) as currency, min(ordered_at) as first_at
            from paid where is_kept group by person_id
        ),
        bought as (
            select b.person_id, first_day, b.currency, bool_or(p.campaign_id is not null and p.ordered_at = first_at and is_kept) as is_advertised,
                max(if(p.day > first_day and p.day <= first_day + 90 and is_kept, 1, 0)) as returned,
                coalesce(sum(value) filter (p.day < first_day + 180 and p.currency = b.currency), 0) as value
            from buyers as b inner join paid as p on b.person_id = p.person_id group by b.person_id, first_day, b.currency
        )"""


def compared(asked: Asked) -> str:
    paid = asked.kept("orders", f"{CUSTOMERS} and person_id is not null")
    scores = asked.kept("surveys", f"{CUSTOMERS} and kind = 'nps' and score is not null and person_id is not null")
    return f"""with paid as (
            select *, amount - coalesce(refunded, 0) as value, coalesce(refunded, 0) < amount as is_kept from ({paid})
        ),
        {BOUGHT},
        scores as (select person_id, max_by(score, answered_at) as score from ({scores}) group by person_id),
        everyone as (
            select p.*, b.* exclude (person_id), score, date_trunc('quarter', coalesce(joined_at, became_customer_at)) as quarter,
                case when p.person_id in (select referred_id from referrals where refusal is null and {CUSTOMERS} and referred_id is not null)
                    then 'referred'
                    when is_advertised or p.source in (select campaign_id from campaigns union select name from campaigns) then 'advertised'
                    else 'other' end as "group"
            from ({asked.kept("people", KNOWN)}) as p
            left join bought as b on p.person_id = b.person_id left join scores as s on p.person_id = s.person_id
        ),
        {_units(asked)},
        {MATCHED}
        select c.measure, c.currency, c."group", c.n, c.value, r.value - c.value as difference, matched, matched_referred, matched_n
        from crude as c
        left join crude as r on c.measure = r.measure and coalesce(c.currency, '') = coalesce(r.currency, '') and r."group" = 'referred' and c."group" <> 'referred'
        left join matched as m on c.measure = m.measure and coalesce(c.currency, '') = m.currency and c."group" = m."group\""""


def _units(asked: Asked) -> str:
    """One row a person and measure of those whose days are over."""
    return f"""units as (
            select 'customer within 90 days' as measure, null as currency, "group", quarter, segment,
                if(became_customer_at < joined_at + interval 90 day, 1.0, 0.0) as x
            from everyone
            where joined_at < {asked.data_to} - interval 90 day and (became_customer_at is null or became_customer_at >= joined_at)
            union all
            select 'paid again within 90 days', null, "group", quarter, segment, returned from everyone where first_day < {asked.data_to} - 90
            union all
            select 'value of 180 days', currency, "group", quarter, segment, value from everyone where first_day <= {asked.data_to} - 180
            union all
            select 'recommends us', null, "group", quarter, segment, if(score >= 9, 1.0, 0.0) from everyone where score is not null
        )"""


MATCHED = """crude as (select measure, currency, "group", count(*) as n, avg(x) as value from units group by 1, 2, 3),
        strata as (
            select measure, currency, "group", coalesce(cast(quarter as varchar), '') as quarter, coalesce(segment, '') as segment,
                count(*) as n, avg(x) as mean
            from units group by all
        ),
        matched as (
            select o.measure, coalesce(o.currency, '') as currency, o."group", sum(r.n) as matched_referred, sum(o.n) as matched_n,
                sum((r.mean - o.mean) * r.n * o.n / (r.n + o.n)) / sum(r.n * o.n / (r.n + o.n)) as matched
            from strata as o inner join strata as r on o.measure = r.measure and coalesce(o.currency, '') = coalesce(r.currency, '')
                and o.quarter = r.quarter and o.segment = r.segment
            where r."group" = 'referred' and o."group" <> 'referred' group by 1, 2, 3
        )"""
