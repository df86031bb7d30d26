"""Which tier answers a question: the cheapest one that is exact for it, with the reason where a cheaper one declines.

1. Daily totals in memory: all that the view reads is sums of one rollup.
2. The rollup itself, or the tables for what no rollup knows (quantiles, distinct people, single rows), in the database.
3. The rollup's own SELECT over its filtered table, where a filter is on a column that the rollup has not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from queries import contract, relations
from queries.asking import binding
from queries.asking.binding import View
from queries.filters import Filters
from queries.totals import Declined, Listed, Plan, Span, Spans, plan
from queries.totals.reading import days

if TYPE_CHECKING:
    from queries.snapshot import Snapshot

FROM_TOTALS = "from daily totals"
KEPT_PLANS = 512


@lru_cache(KEPT_PLANS)
def planned(name: str, given: tuple[tuple[str, object], ...] = ()) -> Plan | Listed | Declined:
    """The plan of a view over totals in memory, or why there is none; `given` are the values of its parameters."""
    return planned_text(binding.view(name).sql, name, dict(given))


@lru_cache(KEPT_PLANS)
def planned_part(sql: str, given: tuple[tuple[str, object], ...]) -> Plan | Listed | Declined:
    """The same for a part of a view."""
    return planned_text(sql, "a part of a view", dict(given))


def planned_text(sql: str, name: str, given: Mapping[str, object]) -> Plan | Listed | Declined:
    """The same for the text of a view."""
    made = relations.rolled()
    columns = {rollup: relations.columns()[rollup] for rollup in made}
    try:
        return plan(sql, name, given, contract.tables(), columns, {rollup: kept.measures for rollup, kept in made.items()})
    except Declined as declined:
        return declined


@lru_cache(KEPT_PLANS)
def spans(filters: Filters, week_start: str, buckets: bool) -> Spans:
    """The days of both periods, cut into the buckets of the x axis: the comparison's days lie under those of the period."""
    period, before = filters.period, filters.before
    found = [*_spans("this", filters, period.days, 0, week_start, buckets)]
    if before:
        found += _spans("before", filters, before.days, (period.start - before.start).days, week_start, buckets)
    return Spans(found)


def _spans(name: str, filters: Filters, length: int, shift: int, week_start: str, buckets: bool) -> list[Span]:
    period, start = filters.period, days(filters.period.start)
    end = start + length
    if not buckets:
        return [Span(name, start, start - shift, end - shift)]
    found, bucket = [], period.bucket(period.start, week_start)
    while days(bucket) < end:
        following = period.bucket_end(bucket)
        found.append(Span(name, days(bucket), max(days(bucket), start) - shift, min(days(following), end) - shift))
        bucket = following
    return found


def missing_dimensions(view: View, filters: Filters) -> list[str]:
    """Labels of the narrowed dimensions that a rollup of the view has not but its table has."""
    return sorted({dimension.label.lower() for relation in view.relations for dimension in binding.beyond(relation, filters)})


def rows_read(view: View, filters: Filters, snapshot: Snapshot) -> int:
    """Rows of the tables that the view reads past the rollups, or through one that lists their rows."""
    tables = {binding.base(relation) for relation in view.relations if relation not in binding.BUILT}
    rolled = {name: made for name, made in relations.rolled().items() if name in tables}
    beyond = {binding.base(relation) for relation in view.relations if binding.beyond(relation, filters)}
    tables |= {table for name, made in rolled.items() if name in beyond or made.lists for table in made.reads}
    return sum(snapshot.tables[table] for table in tables if table in snapshot.tables)


def tier(view: View, filters: Filters, snapshot: Snapshot) -> str:
    """Where the database's answer comes from, in words for a caption."""
    rows = rows_read(view, filters, snapshot)
    if not rows:
        return FROM_TOTALS
    beyond = missing_dimensions(view, filters)
    why = f", because no daily total knows {' and '.join(beyond)}" if beyond else ""
    return f"{from_rows(rows)}{why}"


def from_rows(rows: int) -> str:
    """Words for an answer from so many rows."""
    return f"from {rows:,} rows"
