"""Promises, replies and who waits for them, a query each."""

from __future__ import annotations

from tests.bench.shapes import LISTED, MARKS
from tests.bench.sql_kept import CUSTOMERS, SETS, Asked

GROUPS = ("kind", "channel", "team", "topic", "segment", "region")


def reopen_rate(asked: Asked) -> str:
    over = f"{CUSTOMERS} and is_reopened is not null and solved_day <= {asked.data_to} - 8"
    return f"""select period, bucket, 1.0 * count(*) filter (is_reopened) / count(*) as value, count(*) as n
        from ({asked.dated("cases", over, "solved_day")}) group by {SETS}"""


def promises_by(asked: Asked) -> str:
    sets = ", ".join(f"(period, {name})" for name in GROUPS)
    which = " ".join(f"when grouping({name}) = 0 then '{name}'" for name in GROUPS)
    return f"""select period, case {which} end as dimension, coalesce({", ".join(GROUPS)}, '(not given)') as "group",
            count(*) filter (kept_at <= due_at) as kept, count(*) filter (kept_at > due_at) as late, count(*) filter (kept_at is null) as overdue,
            count(*) as n, kept / n as value
        from ({asked.dated("promises", CUSTOMERS)})
        group by grouping sets ({sets}) qualify bool_or("group" <> '(not given)') over (partition by dimension)"""


def open_promises(asked: Asked) -> str:
    later = f"due_at > {asked.now}"
    return f"""select coalesce({asked.params["by"]}, '(not given)') as "group", count(*) filter (not {later}) as overdue,
            count(*) filter ({later}) as not_yet_due, min(due_at) filter ({later}) as next_due
        from ({asked.kept("promises", f"{CUSTOMERS} and kept_at is null")}) group by 1"""


def broken(asked: Asked) -> str:
    return f"""with chosen as ({asked.this("promises", f"{CUSTOMERS} and (kept_at is null or kept_at > due_at)")}),
        newest as (select *, (select count(*) from chosen) as total from chosen order by due_at desc, promise_id limit {LISTED})
        select n.*, p.name, if(kept_at is null, 'overdue', 'late') as state,
            (epoch(coalesce(kept_at, {asked.now})) - epoch(due_at)) / 60 as minutes_late
        from newest as n left join people as p on n.person_id = p.person_id"""


def _waits(asked: Asked, rows: str) -> str:
    """The rows with the minutes that each waited, or has waited so far."""
    return f"""select *, first_response_at is not null as is_answered,
            coalesce(response_minutes, (epoch({asked.now}) - epoch(opened_at)) / 60) as minutes
        from ({rows}) where opened_at <= {asked.now}"""


def _survival(waits: str, by: str) -> str:
    """Kaplan-Meier by group: the share that still waits after each moment at which somebody's wait ended."""
    return f"""moments as (
            select {by}, minutes, count(*) filter (is_answered) as replies, count(*) as ended
            from {waits} group by {by}, minutes
        ),
        ranked as (
            select *, sum(ended) over (partition by {by} order by minutes desc rows unbounded preceding) as at_risk from moments
        ),
        survival as (
            select {by}, minutes, product(1 - replies / at_risk) over (partition by {by} order by minutes rows unbounded preceding) as share
            from ranked
        ),
        halves as (select {by}, min(minutes) as half_after from survival where share < 0.5 - 1e-12 group by {by})"""


def waiting_curve(asked: Asked) -> str:
    return f"""with waits as ({_waits(asked, asked.dated("cases", CUSTOMERS))}),
        {_survival("waits", "period")},
        totals as (
            select period, count(*) as n, count(*) filter (not is_answered) as unanswered, max(minutes) as longest from waits group by period
        ),
        marks as (select *, unnest({list(MARKS)}) as mark from totals)
        select m.period, mark, coalesce(share, 1) as value, n, unanswered, half_after
        from (select * from marks where mark <= longest) as m
        asof left join survival as s on m.period = s.period and m.mark >= s.minutes
        left join halves as h on m.period = h.period"""


def response_by(asked: Asked) -> str:
    group, within = f"coalesce({asked.params['by']}, '(not given)')", asked.params["within"]
    return f"""with waits as (select *, {group} as "group" from ({_waits(asked, asked.dated("cases", CUSTOMERS))})),
        {_survival("waits", 'period, "group"')}
        select w.period, w."group", median(response_minutes) as value, count(*) filter (is_answered) as n,
            quantile_cont(response_minutes, 0.9) as p90, any_value(half_after) as waiting_median, count(*) as opened,
            count(*) filter (response_minutes <= {within}) as within
        from waits as w left join halves as h on w.period = h.period and w."group" = h."group" group by w.period, w."group\""""


def slowest_cases(asked: Asked) -> str:
    return f"""with chosen as (
            select *, coalesce(response_minutes, (epoch({asked.now}) - epoch(opened_at)) / 60) as minutes from ({asked.this("cases", CUSTOMERS)})
        ),
        slowest as (
            select *, (select count(*) from chosen) as total from chosen order by minutes desc nulls last, case_id limit {LISTED}
        )
        select s.case_id, minutes, first_response_at is not null as is_answered, resolution_minutes / 60 as hours_to_solved, p.name,
            coalesce(a.name, s.agent_id) as agent, total
        from slowest as s
        left join people as p on s.person_id = p.person_id left join people as a on s.agent_id = a.person_id"""


def waiting_teams(asked: Asked) -> str:
    since = f"(epoch({asked.now}) - epoch(waiting_since)) / 60"
    return f"""with waiting as ({asked.kept("cases", f"{CUSTOMERS} and waiting_since <= {asked.now}")}),
        due as (select case_id, min(due_at) as due_at from promises where kept_at is null group by case_id),
        clocked as (
            select w.*, (epoch(due_at) - epoch({asked.now})) / 60 as minutes_left from waiting as w left join due as d on w.case_id = d.case_id
        )
        select coalesce(team, '(not given)') as team, count(*) as waiting, count(*) filter (minutes_left <= 0) as overdue,
            count(*) filter (minutes_left > 0 and minutes_left <= {asked.params["soon"]}) as soon,
            count(*) filter (minutes_left is null) as without_promise, median({since}) as median_minutes
        from clocked group by 1"""
