"""Who is active, comes, stays and climbs, a query each."""

from __future__ import annotations

from datetime import timedelta

from tests.bench.shapes import LISTED
from tests.bench.sql_advocates import ACT, DID, VALID
from tests.bench.sql_kept import CUSTOMERS, Asked

ACTIVE = f"{CUSTOMERS} and {DID}"
STAGE_KINDS = f"{CUSTOMERS} and actor_id is not null and kind not in ('leave', 'unsubscribe')"


def _first(asked: Asked) -> str:
    """The day of the first act that the filters keep; the table is in time, so that it is found soon."""
    return f"(select day from ({asked.kept('interactions', ACTIVE)}) order by day limit 1)"


def _days(asked: Asked) -> str:
    """Both periods' days from the 28th of the data on: `day, daily` and `monthly`, the people of the 28 days that end with it."""
    start, end = min(w.start for w in asked.windows) - timedelta(days=27), max(w.end for w in asked.windows)
    rows = asked.kept("interactions", f"day >= date '{start}' and day < date '{end}' and {ACTIVE}")
    return f"""with active as (select distinct day, actor_id from ({rows})),
        spans as (select day, least(day + 28, lead(day) over (partition by actor_id order by day)) as after_last from active),
        turns as (
            select day, count(*) as change, count(*) as daily from spans group by 1 union all
            select after_last, -count(*), 0 from spans group by 1 union all
            select cast(unnest(generate_series(date '{start}', date '{end}' - 1, interval 1 day)) as date), 0, 0
        ),
        every_day as (select day, cast(sum(daily) as bigint) as daily, sum(sum(change)) over (order by day) as monthly from turns group by day),
        known as (select * from every_day where day >= {_first(asked)} + 27 and day < date '{end}')"""


def active_28_days(asked: Asked) -> str:
    start = min(w.start for w in asked.windows)
    return f"""{_days(asked)}
        select {asked.period("day")} as period, {asked.bucket("day")} as bucket, max_by(monthly, day) as value, value as n
        from known where day >= date '{start}' group by grouping sets ((1), (1, 2))"""


def stickiness(asked: Asked) -> str:
    start = min(w.start for w in asked.windows)
    return f"""{_days(asked)}
        select {asked.period("day")} as period, {asked.bucket("day")} as bucket, avg(1.0 * daily / nullif(monthly, 0)) as value,
            sum(monthly) / count(nullif(monthly, 0)) as n
        from known where day >= date '{start}' group by grouping sets ((1), (1, 2))"""


def weekly_active(asked: Asked) -> str:
    weeks = " union all ".join(
        f"""select cast(unnest(generate_series(date '{w.start}' + 6, date '{w.end}' - 1, interval 1 day)) as date) as day"""
        for w in asked.windows
    )
    start, end = min(w.start for w in asked.windows), max(w.end for w in asked.windows)
    return f"""with weeks as (select day from ({weeks}) where isodow(day) = 7 and day >= {_first(asked)} + 6),
        active as (
            select cast(date_trunc('week', day) as date) + 6 as day, count(distinct actor_id) as people
            from ({asked.kept("interactions", f"day >= date '{start}' and day < date '{end}' and {ACTIVE}")}) group by 1
        )
        select {asked.period("w.day")} as period, {asked.bucket("w.day")} as bucket, avg(coalesce(people, 0)) as value, value as n
        from weeks as w left join active as a on w.day = a.day group by grouping sets ((1), (1, 2))"""


def _arrivals(asked: Asked) -> str:
    """Who came after the first 28 days of the data and whom the filters keep: `actor_id, first_day`. Their channel is that of the first act."""
    chosen = asked.chosen("interactions")
    kept = " and ".join(f"{column} in ({', '.join(map(repr, values))})" for column, values in chosen.items())
    return f"""with firsts as (
            select actor_id, min(day) as first_day from interactions where {ACTIVE} group by actor_id
            having min(day) >= (select min(day) from interactions where {ACTIVE}) + 28
        ),
        arrivals as (
            select f.actor_id, first_day, min(channel) as channel, min(segment) as segment, min(region) as region
            from firsts as f inner join interactions as i on f.actor_id = i.actor_id and first_day = day where {ACTIVE.replace("actor_id", "i.actor_id")}
            group by 1, 2 {f"having {kept}" if kept else ""}
        )"""


def newcomers(asked: Asked) -> str:
    days = " union all ".join(
        f"select cast(unnest(generate_series(date '{w.start}', date '{w.end}' - 1, interval 1 day)) as date) as day" for w in asked.windows
    )
    return f"""{_arrivals(asked)},
        days as (
            select day, count(actor_id) as n from ({days}) left join arrivals on day = first_day
            where day >= (select min(first_day) from arrivals) group by day
        )
        select {asked.period("day")} as period, {asked.bucket("day")} as bucket, sum(n) as value, sum(n) as n
        from days group by grouping sets ((1), (1, 2))"""


def newcomers_returning(asked: Asked) -> str:
    start, end = min(w.start for w in asked.windows), max(w.end for w in asked.windows)
    return f"""{_arrivals(asked)},
        followed as (
            select a.actor_id, first_day + 30 as day, bool_or(coalesce(i.day >= first_day + 7, false)) as is_back
            from arrivals as a left join (select actor_id, day from interactions where {ACTIVE}) as i
                on a.actor_id = i.actor_id and i.day >= first_day + 7 and i.day <= first_day + 30
            where first_day + 30 >= date '{start}' and first_day + 30 < date '{end}' group by 1, 2
        )
        select {asked.period("day")} as period, {asked.bucket("day")} as bucket, 1.0 * count(*) filter (is_back) / count(*) as value, count(*) as n
        from followed group by grouping sets ((1), (1, 2))"""


def _moves(asked: Asked) -> str:
    """From which stage to which everybody went until the end of each month: `day, stage_before, stage`, whatever the channel."""
    until = f"day < {asked.end} and day > last_day(day) - 28"
    return f"""with firsts as (select actor_id, min(day) as first_day from interactions where {ACTIVE} and day < {asked.end} group by actor_id),
        signs as (
            select last_day(day) as ends, actor_id, (last_day(day) - day) // 7 as week,
                case when kind in ('visit', 'open') then 0 when {ACT} then if(kind = 'answer', 4, 5) else 1 end as sign
            from ({asked.kept("interactions", f"{STAGE_KINDS} and {until}", but="channel")})
            union all
            select last_day(day), referrer_id, (last_day(day) - day) // 7, 5
            from ({asked.kept("referrals", f"{VALID} and referrer_id is not null and {until}", but="channel")})
        ),
        months as (
            select ends, actor_id, max(sign) as sign, count(distinct week) filter (sign > 0) as weeks from signs group by ends, actor_id
        ),
        staged as (
            select ends, m.actor_id, case when first_day <= last_day(ends - 31) then 0 else -1 end as otherwise,
                case when sign >= 4 then sign when weeks >= 2 then 3 when sign = 1 and first_day > ends - 30 then 2 else 1 end as stage
            from months as m left join firsts as f on m.actor_id = f.actor_id
            where sign > 0 or first_day is null or first_day > ends
        ),
        followed as (
            select *, lag(ends) over person as ends_before, lag(stage) over person as stage_before, lead(ends) over person as ends_after
            from staged window person as (partition by actor_id order by ends)
        ),
        moves as (
            select ends as day, case when last_day(ends_before + 1) = ends then stage_before else otherwise end as stage_before, stage from followed
            union all
            select last_day(ends + 1), stage, 0 from followed where ends_after is null or ends_after > last_day(ends + 1)
        )"""


def stages(asked: Asked) -> str:
    return f"""{_moves(asked)}
        select day as bucket, stage_before, stage, count(*) as people from moves where day < {asked.end} group by 1, 2, 3"""


def gravity(asked: Asked) -> str:
    weights = "case {0} when 5 then 100 when 4 then 49 when 3 then 16 when 2 then 1 when 1 then 1 else 0 end"
    ends = ", ".join(f"('{w.name}', date '{w.end}')" for w in asked.windows)
    return f"""{_moves(asked)},
        counted as (
            select day, sum({weights.format("stage")}) as mass, sum({weights.format("stage_before")}) as mass_before,
                count(*) filter (stage > 0) as members, count(*) filter (stage_before > 0) as members_before
            from moves group by day having members > 0
        ),
        every_month as (
            select period, day, case when members_before > 0 then 1.0 * (mass - mass_before) / members end as value, members as n
            from counted, (values {ends}) as p (period, after_last) where day < after_last
        )
        select period, null as bucket, arg_max_null(value, day) as value, max_by(n, day) as n from every_month group by period
        union all select period, day, value, n from every_month"""


def retention(asked: Asked) -> str:
    kept = asked.kept("interactions", ACTIVE)
    members = asked.kept("interactions", ACTIVE, but="channel")
    return f"""with firsts as (
            select actor_id, cast(date_trunc('month', min(day)) as date) as cohort from ({members}) where last_day(day) < {asked.end} group by actor_id
        ),
        sizes as (select cohort, count(*) as members from firsts group by cohort),
        months as (
            select cohort, date_diff('month', cohort, day) as months, count(distinct i.actor_id) as people
            from ({kept}) as i inner join firsts as f on i.actor_id = f.actor_id where last_day(day) < {asked.end} group by 1, 2
            union all select cohort, 0, 0 from sizes
        )
        select m.cohort as bucket, months, sum(people) as people, members from months as m inner join sizes as s on m.cohort = s.cohort
        group by all"""


def carriers(asked: Asked) -> str:
    return f"""with persons as (select actor_id as person_id, count(*) as acts from ({asked.this("interactions", ACTIVE)}) group by 1),
        ranked as (
            select *, row_number() over busiest as place, sum(acts) over busiest as running, sum(acts) over () as every_act, count(*) over () as people
            from persons window busiest as (order by acts desc, person_id)
        ),
        whole as (
            select min(place) filter (2 * running >= every_act) as half, sum((people + 1 - 2 * place) * acts) / any_value(people * every_act) as gini
            from ranked
        )
        select r.person_id, coalesce(name, r.person_id) as name, acts, running / every_act as running, people, every_act, half, gini
        from ranked as r cross join whole left join people as p on r.person_id = p.person_id where place <= {LISTED}"""
