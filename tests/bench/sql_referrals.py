"""Who brought whom and what became of it, a query each."""

from __future__ import annotations

from tests.bench.shapes import LISTED
from tests.bench.sql_advocates import STARTED, VALID
from tests.bench.sql_kept import CUSTOMERS, SETS, Asked

KNOWN = f"{CUSTOMERS} and role is distinct from 'partner'"
SINCE = "least(joined_at, became_customer_at)"
WON = "refusal is null and converted_at < invited_at + interval 30 day"


def referral_rate(asked: Asked) -> str:
    return f"""select period, bucket, count(referred_id) / count(*) as value, count(*) as n
        from ({asked.dated("people", f"{CUSTOMERS} and became_customer_at is not null")}) as p
        left join (select distinct referred_id from referrals where {VALID}) on person_id = referred_id group by {SETS}"""


def _windows(asked: Asked) -> str:
    """The last 30 days of each period of which every invitation has had 30 days."""
    return " union all ".join(
        f"select '{w.name}' as period, least(date '{w.end}', {asked.data_to} - 30) as end_day, end_day - 30 as first_day"
        for w in asked.windows
    )


def k_factor(asked: Asked) -> str:
    return f"""with windows as ({_windows(asked)}),
        known as (select person_id, {SINCE} as since from ({asked.kept("people", KNOWN)})),
        members as (select period, first_day, end_day, count(*) as members from windows, known where since < first_day group by 1, 2, 3),
        brought as (
            select period, count(*) filter ({WON}) as won
            from members as m inner join ({asked.kept("referrals", CUSTOMERS)}) as r on r.day >= first_day and r.day < end_day
            inner join known as k on referrer_id = k.person_id and since < first_day group by period
        )
        select m.period, null as bucket, coalesce(won, 0) / members as value, members as n
        from members as m left join brought as b on m.period = b.period
        where exists (select 1 from ({asked.kept("referrals")}) where day < m.end_day)"""


def k_windows(asked: Asked) -> str:
    return f"""with ends as (select least({asked.end}, {asked.data_to} - 30) as last_day),
        windows as (
            select last_day - 30 * (back + 1) as first_day, last_day - 30 * back as end_day
            from ends, (select cast(unnest(range(12)) as int) as back)
            where first_day >= (select data_from from facts)
        ),
        known as (select person_id, {SINCE} as since from ({asked.kept("people", KNOWN)})),
        members as (select first_day, count(*) as members from windows, known where since < first_day group by 1),
        inviters as (
            select first_day, referrer_id, count(*) as invites, count(*) filter ({WON}) as converted
            from windows as w inner join ({asked.kept("referrals", CUSTOMERS)}) as r on r.day >= first_day and r.day < end_day
            inner join known as k on referrer_id = k.person_id and since < first_day group by 1, 2
        ),
        cells as (select first_day, invites, converted, count(*) as members from inviters group by 1, 2, 3)
        select * from cells union all
        select m.first_day, 0, 0, any_value(m.members) - coalesce(sum(c.members), 0)
        from members as m left join cells as c on m.first_day = c.first_day
        where exists (select 1 from ({asked.kept("referrals")})) group by 1"""


def funnel(asked: Asked) -> str:
    steps = {
        "invited": ("true", "null", "null"),
        "joined": ("coalesce(joined_at, converted_at) is not null", "invited_at", "joined_at"),
        "became a customer": ("converted_at is not null", "joined_at", "converted_at"),
        "counts": ("refusal is null and converted_at is not null", "null", "null"),
    }
    days = "(epoch(cast({} as timestamptz)) - epoch(cast({} as timestamptz))) / 86400"
    told = " union all ".join(
        f"""select period, {place} as place, '{step}' as step, count(*) filter ({there}) as people, median({days.format(until, since)}) as days,
            quantile_cont({days.format(until, since)}, 0.9) as days_90,
            count(*) filter ({place} = 1 and {STARTED} >= {asked.data_to} - interval 30 day) as maturing from invited group by period"""
        for place, (step, (there, since, until)) in enumerate(steps.items(), 1)
    )
    return f"""with invited as ({asked.dated("referrals", CUSTOMERS)}), told as ({told})
        select *, people / nullif(lag(people) over (partition by period order by place), 0) as share from told"""


def tree(asked: Asked) -> str:
    return f"""with brought as (
            select *, row_number() over (order by made_at, referral_id) - 1 as number
            from (select *, {STARTED} as made_at from referrals where {VALID} and referred_id is not null
                qualify row_number() over (partition by referred_id order by {STARTED}, referral_id) = 1)
        ),
        tops as (
            select person_id, row_number() over (order by person_id) - 1 + (select count(*) from brought) as number
            from (select distinct referrer_id as person_id from brought where referrer_id not in (select referred_id from brought))
        ),
        everyone as (
            select referred_id as person_id, number, referrer_id, campaign_id from brought union all select person_id, number, null, null from tops
        ),
        paid as (
            select person_id, currency, sum(amount - coalesce(refunded, 0)) as revenue from orders where {CUSTOMERS} group by person_id, currency
        )
        select e.number, e.person_id, p.name, p.role = 'partner' as is_partner, r.number as referrer, coalesce(c.name, e.campaign_id) as campaign,
            currency, revenue
        from everyone as e left join everyone as r on e.referrer_id = r.person_id left join campaigns as c on e.campaign_id = c.campaign_id
        left join people as p on e.person_id = p.person_id left join paid as o on e.person_id = o.person_id"""


def refusals(asked: Asked) -> str:
    return (
        f"""select period, refusal as reason, count(*) as referrals from ({asked.dated("referrals", CUSTOMERS)}) group by period, refusal"""
    )


def campaigns(asked: Asked) -> str:
    return f"""with invited as (
            select campaign_id, count(*) as invited, count(*) filter (refusal is null) as valid,
                count(*) filter (refusal is null and converted_at is not null) as customers, count(*) filter (refusal <> 'not joined') as refused
            from ({asked.this("referrals", CUSTOMERS)}) group by campaign_id
        ),
        liked as (select campaign_id, sum(reactions) as likes, sum(reach) as reach from ({asked.kept("posts")}) group by campaign_id)
        select i.*, coalesce(c.name, i.campaign_id, '(no campaign)') as campaign, c.cost, likes, reach
        from invited as i left join campaigns as c on i.campaign_id = c.campaign_id left join liked as l on i.campaign_id = l.campaign_id"""


def referrers(asked: Asked) -> str:
    return f"""with invited as (
            select referrer_id, count(*) as invited, count(coalesce(joined_at, converted_at)) as joined, count(*) filter (refusal is null) as valid,
                count(*) filter (refusal is null and converted_at is not null) as customers, max({STARTED}) as last_at
            from ({asked.this("referrals", CUSTOMERS)}) group by referrer_id
        ),
        most as (select *, (select count(*) from invited) as total from invited order by valid desc, invited desc, referrer_id limit {LISTED})
        select m.*, referrer_id as person_id, coalesce(p.name, referrer_id) as name
        from most as m left join people as p on referrer_id = p.person_id"""
