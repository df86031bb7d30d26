"""Groups, scores and single answers, a query each."""

from __future__ import annotations

from tests.bench.sql_kept import CUSTOMERS, DIMENSIONS, Asked


def what_changed(asked: Asked) -> str:
    sets = ", ".join(f"({name})" for name in DIMENSIONS)
    names = " ".join(f"when grouping({name}) = 0 then '{name}'" for name in DIMENSIONS)
    return f"""with counts as (
            select case {names} end as dimension, coalesce({", ".join(DIMENSIONS)}, '(not given)') as "group",
                count(*) filter (period = 'this') as n, count(*) filter (period = 'this' and satisfied) as k,
                count(*) filter (period = 'before') as before_n, count(*) filter (period = 'before' and satisfied) as before_k
            from ({asked.dated("surveys", f"{CUSTOMERS} and kind = 'csat' and satisfied is not null")})
            group by grouping sets ({sets})
        ),
        rates as (
            select *, k / nullif(n, 0) as value, before_k / nullif(before_n, 0) as before,
                n / nullif(sum(n) over d, 0) as weight, before_n / nullif(sum(before_n) over d, 0) as before_weight,
                (sum(k) over d / nullif(sum(n) over d, 0) + sum(before_k) over d / nullif(sum(before_n) over d, 0)) / 2 as level,
                bool_or("group" <> '(not given)') over d as is_given
            from counts window d as (partition by dimension)
        )
        select dimension, "group", value, before, n, before_n,
            (weight - before_weight) * ((coalesce(value, before) + coalesce(before, value)) / 2 - level) as mix,
            (weight + before_weight) / 2 * (coalesce(value, before) - coalesce(before, value)) as within
        from rates where level is not null and is_given"""


def distribution(asked: Asked) -> str:
    return f"""with found as (
            select kind, scale_min, scale_max, score, count(*) filter (period = 'this') as n, count(*) filter (period = 'before') as before_n
            from ({asked.dated("surveys", f"{CUSTOMERS} and kind in ('csat', 'nps', 'ces') and score is not null")}) group by all
        )
        select *, n / nullif(sum(n) over s, 0) as this, before_n / nullif(sum(before_n) over s, 0) as before
        from found window s as (partition by kind, scale_min, scale_max)"""


def scores_by(asked: Asked) -> str:
    names = (*DIMENSIONS, "product")
    sets = ", ".join(f"(kind, period, {name})" for name in names)
    which = " ".join(f"when grouping({name}) = 0 then '{name}'" for name in names)
    return f"""select kind, period, case {which} end as dimension, coalesce({", ".join(names)}, '(not given)') as "group",
            case kind when 'nps' then 100.0 * (count(*) filter (score >= 9) - count(*) filter (score <= 6)) / count(*)
                else 1.0 * count(*) filter (satisfied) / count(*) end as value,
            count(*) as n
        from ({asked.dated("surveys", f"{CUSTOMERS} and score is not null and (kind = 'nps' or (kind in ('csat', 'ces') and satisfied is not null))")})
        group by grouping sets ({sets}) qualify bool_or("group" <> '(not given)') over (partition by kind, dimension)"""


def newest_answers(asked: Asked) -> str:
    period = asked.filters.period
    narrowed = f"{CUSTOMERS} and kind = '{asked.params['kind']}' and satisfied is not null"
    return f"""with chosen as (
            {asked.kept("surveys", f"day >= date '{period.start}' and day < date '{period.end}' and {narrowed}")}
        ),
        newest as (select *, (select count(*) from chosen) as total from chosen order by answered_at desc, response_id limit 500)
        select n.*, p.name from newest as n left join people as p on n.person_id = p.person_id"""


def who_answers(asked: Asked) -> str:
    return f"""select period, case when grouping(channel) = 0 then 'channel' when grouping(team) = 0 then 'team' else 'speed' end as dimension,
            coalesce(channel, team, speed, '(not given)') as "group", 1.0 * count(score) / count(*) as value, count(*) as n
        from ({asked.dated("surveys", f"{CUSTOMERS} and kind <> 'enps'", "sent_day")})
        group by grouping sets ((period, channel), (period, team), (period, speed))
        having not (dimension = 'speed' and "group" = '(not given)')"""
