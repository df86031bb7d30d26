"""From a view's text to the query that runs: each relation that it names arrives filtered, dated and bucketed.

1. The view's own syntax tree says which relations and parameters it names; anything else is refused by name.
2. `periods` gives the period and what it is compared with, `calendar` every day of both with its bucket.
   A comparison's days are shifted onto the period first, so that both lie over the same x axis.
3. A relation named plainly holds the rows of those days that the filters keep, each with `period` and `bucket`; of the period alone
   where the view asks for nothing else.
4. `all_<relation>` holds the rows that the filters keep, of any day: for cohorts and latest scores.
5. `every_<rollup>` holds the same as the rollup named plainly, and a row without values for each day since the first one kept, and
   each currency, on which there was nothing: for counts, where nothing is zero.
6. `whole_<relation>` holds every row, with `inside` (the filters keep it) and `cell` (the filters' values that it has): for
   privacy, which must see what a filter leaves out, and for counts of what is there at all. `split_<relation>` holds those of the days.
7. `until_<rollup>` holds the rows of any day before the period's end, those before its start without a bucket, and a row without
   values for each day of the period: for stocks, which are sums of all changes until a day, and for what a past month was.
8. A SELECT of `views/shared` is read by its name as a relation is, and brings those that it reads itself.
9. A rollup that lacks a column by which its table is filtered is summed anew, by its own SELECT, from the filtered table.
10. Every value is a bound parameter. `$period_start` and `$period_end`, the first day of this period and the day after its last, are
   for relations that are not narrowed to it: a column compared with a value is looked up, one compared with `periods` is joined.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from queries import relations, syntax
from queries.asking import narrowing
from queries.filters import DIMENSIONS, Dimension, Filters
from queries.period import Period
from queries.registry import SHARED, VIEWS
from queries.relations import ACCOUNT, SIDES, columns

# Relations that the period does not narrow, and all that ask for a part of what the plain name gives.
UNDATED = ("all_", "whole_")
PREFIXES = (*UNDATED, "every_", "split_", "until_")
BUILT = ("periods", "calendar")
TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})


class Refused(ValueError):
    """A view or a parameter that cannot be run; the message says why in one sentence."""


@dataclass(frozen=True)
class View:
    """One SELECT and what it names: `relations` and `account` tables read, `parameters` expected.

    `is_split` says whether it looks at the side of the filters on which a row lies: if not, whole relations are the same for all filters.
    Of the relations `this_only` it asks for nothing but this period.
    `shared` are the SELECTs that it reads, in an order in which each comes after those that it reads; what they name counts as named.
    """

    name: str
    sql: str
    relations: tuple[str, ...]
    account: tuple[str, ...]
    parameters: frozenset[str]
    shared: tuple[str, ...] = ()
    is_split: bool = False
    this_only: frozenset[str] = frozenset()

    @property
    def whole(self) -> str:
        """Its text, with that of every SELECT that it reads."""
        return "\n\n".join([self.sql, *(f"-- {name}\n{shared()[name]}" for name in self.shared)])

    @property
    def grain(self) -> str:
        """What one row stands for."""
        return self.sql.splitlines()[0].removeprefix("-- grain:").strip()


@dataclass
class Bound:
    """A query under construction: common table expressions in order, and the values of its parameters."""

    filters: Filters
    week_start: str
    is_split: bool
    this_only: frozenset[str] = frozenset()
    parts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def value(self, name: str, value: Any) -> str:
        """Bind a value and give the placeholder that stands for it."""
        self.values[name] = value
        return f"${name}"


@cache
def names() -> tuple[str, ...]:
    """Every view, as 'group/name'."""
    return tuple(sorted(file.relative_to(VIEWS).with_suffix("").as_posix() for file in VIEWS.glob("*/*.sql") if file.parent != SHARED))


@cache
def shared() -> dict[str, str]:
    """Text of every SELECT that views share, by name."""
    return {file.stem: file.read_text(encoding="utf-8").strip() for file in sorted(SHARED.glob("*.sql"))}


@cache
def view(name: str) -> View:
    """The view of that name, parsed. Raises Refused for an unknown view, or one that reads what it may not."""
    if name not in names():
        raise Refused(f"There is no view “{name[:60]}”.")
    sql = (VIEWS / f"{name}.sql").read_text(encoding="utf-8").strip()
    return parsed(name, sql)


def parsed(name: str, sql: str) -> View:
    """A view from its text. Raises Refused when it names a relation that is not on the list."""
    nodes = list(syntax.nodes(syntax.tree(sql, name)))
    defined = {entry["key"] for node in nodes if "cte_map" in node for entry in node["cte_map"]["map"]}
    read = {(node["schema_name"], node["table_name"]) for node in nodes if node.get("type") == "BASE_TABLE"}
    functions = {node["function"]["function_name"] for node in nodes if node.get("type") == "TABLE_FUNCTION"}
    relations = {table for schema, table in read if not schema} - defined
    account = {table for schema, table in read if schema == "account"}
    foreign = {f"{schema}.{table}" for schema, table in read if schema not in ("", "account")}
    wrong = foreign | {table for table in relations if not _known(table)} | (account - ACCOUNT) | (functions - TABLE_FUNCTIONS)
    wrong |= {table for table in defined if _known(table)}
    if wrong:
        raise Refused(f"The view {name} may not read or define {', '.join(sorted(wrong))}.")
    parameters = {node["identifier"] for node in nodes if node.get("type") == "VALUE_PARAMETER"}
    read_too = [parsed(f"shared/{other}", shared()[other]) for other in sorted(relations & shared().keys())]
    parts = [(relations, narrowing.this_only(nodes) & relations), *((other.relations, other.this_only) for other in read_too)]
    this_only = frozenset.union(*(kept for _, kept in parts)).difference(*(set(named) - kept for named, kept in parts))
    order = dict.fromkeys(name for other in read_too for name in (*other.shared, other.name.removeprefix("shared/")))
    relations = relations.union(*(other.relations for other in read_too)) - shared().keys()
    account = account.union(*(other.account for other in read_too))
    parameters = parameters.union(*(other.parameters for other in read_too))
    is_split = any(other.is_split for other in read_too) or not set(SIDES).isdisjoint(syntax.named(nodes))
    return View(name, sql, tuple(sorted(relations)), tuple(sorted(account)), frozenset(parameters), tuple(order), is_split, this_only)


def base(relation: str) -> str:
    """The table behind a relation's name: 'surveys' of 'all_surveys'."""
    return next((relation.removeprefix(prefix) for prefix in PREFIXES if relation.startswith(prefix)), relation)


def _known(relation: str) -> bool:
    return relation in BUILT or relation in shared() or base(relation) in columns()


@cache
def dimensions(relation: str) -> tuple[Dimension, ...]:
    """The filter dimensions that the relation, or the table that a rollup sums up, has a column for."""
    table = base(relation)
    made = relations.rolled().get(table)
    known = (*columns().get(table, ()), *(name for read in (made.reads if made else ()) for name in columns()[read]))
    return tuple(dimension for dimension in DIMENSIONS if dimension.column in known and not (made and dimension.column in made.apart))


def beyond(relation: str, filters: Filters) -> list[Dimension]:
    """The narrowed dimensions that a rollup has no column for, but its table has. What a whole one holds, or on which side, they do not change."""
    table = base(relation)
    if table not in relations.rolled() or relation.startswith(("whole_", "split_")):
        return []
    return [dimension for dimension in dimensions(relation) if filters.values(dimension) and dimension.column not in columns()[table]]


def unfiltered(view: View, filters: Filters) -> tuple[str, ...]:
    """Labels of the dimensions that are narrowed but that no relation of the view has."""
    reached = {dimension for relation in view.relations for dimension in dimensions(relation)}
    return tuple(dimension.label for dimension in filters.chosen() if dimension not in reached)


def bind(view: View, filters: Filters, week_start: str) -> tuple[str, dict[str, Any]]:
    """The query that runs, and the values of its parameters."""
    bound = Bound(filters, week_start, view.is_split, view.this_only)
    if any(relation in BUILT or relation.startswith(("every_", "until_")) for relation in view.relations):
        bound.parts["periods(period, start_day, end_day, shift)"] = _periods(bound)
        bound.parts["calendar"] = _calendar(bound)
    for relation in view.relations:
        if relation not in BUILT:
            bound.parts[relation] = _relation(bound, relation)
    bound.parts |= {name: shared()[name] for name in view.shared}
    parts = ",\n".join(f"{name} as {_kept(name, filters)}(\n    {text}\n)" for name, text in bound.parts.items())
    opening = f"with {parts}\n" if parts else ""
    return f"{opening}select * from (\n{view.sql}\n)", bound.values


def _kept(name: str, filters: Filters) -> str:
    """What is shared is worked out once. All rows of a table, or of a rollup that is a list of rows, are read twice in less time than they
    are copied, which is done otherwise: so it is with a list that is made anew."""
    if name in shared():
        return "materialized "
    rollup = relations.rolled().get(base(name))
    return "" if name.split("(")[0] in BUILT or (rollup and (not rollup.lists or beyond(name, filters))) else "not materialized "


def _periods(bound: Bound) -> str:
    return f"values {', '.join(_period_row(bound, name, *span) for name, span in _spans(bound).items())}"


def _period_row(bound: Bound, name: str, period: Period, shift: int) -> str:
    start, end = bound.value(f"{name}_start", period.start), bound.value(f"{name}_end", period.end)
    return f"('{name}', cast({start} as date), cast({end} as date), cast({bound.value(f'{name}_shift', shift)} as integer))"


def _calendar(bound: Bound) -> str:
    shifted = _bucket(bound, "day + shift")
    days = "select period, shift, unnest(generate_series(start_day, end_day - 1, interval 1 day))::date as day from periods"
    return f"select day, period, {shifted} as bucket from ({days})"


def _bucket(bound: Bound, day: str) -> str:
    """First day of the bucket of a day."""
    grain = bound.filters.period.grain
    if grain == "week" and bound.week_start == "sunday":
        return f"date_trunc('week', {day} + 1)::date - 1"
    return day if grain == "day" else f"date_trunc('{grain}', {day})::date"


def _relation(bound: Bound, relation: str) -> str:
    table = base(relation)
    if relation.startswith("whole_") and not bound.is_split:
        return f"select r.* from main.{table} r"
    kept = _conditions(bound, relation)
    source, where = _source(bound, relation)
    if relation.startswith("all_"):
        return f"select r.* from {source} r{where}"
    if relation.startswith("whole_"):
        return _split(table, kept)
    if relation.startswith("split_"):
        source, where = f"({_split(table, kept)})", ""
    if relation.startswith("every_"):
        return _every(table, source, where)
    if "day" not in columns()[table]:
        return f"select r.* from {source} r{where}"
    if relation.startswith("until_"):
        return _until(bound, source, where)
    spans = {name: span for name, span in _spans(bound).items() if name == narrowing.THIS or relation not in bound.this_only}
    return " union all ".join(_of_period(bound, name, *span, source, where) for name, span in spans.items())


def _split(table: str, kept: dict[str, str]) -> str:
    """Every row of a table, and on which side of the filters it lies; a rollup is asked for what it has, and never made anew."""
    kept = {column: condition for column, condition in kept.items() if column in columns()[table]}
    inside = " and ".join(f"coalesce({condition}, false)" for condition in kept.values()) or "true"
    cell = " || '|' || ".join(f"case when {condition} then r.{column}::varchar else '' end" for column, condition in kept.items()) or "''"
    return f"select r.*, {inside} as inside, {cell} as cell from main.{table} r"


def _spans(bound: Bound) -> dict[str, tuple[Period, int]]:
    """Each period by name, and by how many days it is shifted onto this one."""
    period, before = bound.filters.period, bound.filters.before
    this = {"this": (period, 0)}
    return this | {"before": (before, (period.start - before.start).days)} if before else this


def _of_period(bound: Bound, name: str, span: Period, shift: int, source: str, where: str) -> str:
    """The rows of one period's days: a range of days is found without looking at others, which a join with the calendar is not."""
    start, end = bound.value(f"{name}_start", span.start), bound.value(f"{name}_end", span.end)
    bucket = _bucket(bound, f"r.day + cast({bound.value(f'{name}_shift', shift)} as integer)")
    days = f"r.day >= cast({start} as date) and r.day < cast({end} as date)"
    return f"select r.*, '{name}' as period, {bucket} as bucket from {source} r{f'{where} and' if where else ' where'} {days}"


def _until(bound: Bound, source: str, where: str) -> str:
    """The rows of any day before each period's end, and one without values for each day of the period."""
    parts = ["select day, period, bucket from calendar"]
    for name, (span, shift) in _spans(bound).items():
        start, end = bound.value(f"{name}_start", span.start), bound.value(f"{name}_end", span.end)
        bucket = _bucket(bound, f"r.day + cast({bound.value(f'{name}_shift', shift)} as integer)")
        inside = f"case when r.day >= cast({start} as date) then {bucket} end"
        days = f"r.day < cast({end} as date)"
        parts.append(f"select r.*, '{name}' as period, {inside} as bucket from {source} r{f'{where} and' if where else ' where'} {days}")
    return " union all by name ".join(parts)


def _every(rollup: str, source: str, where: str) -> str:
    rows, since = f"(select r.* from {source} r{where})", f"c.day >= (select min(r.day) from {source} r{where})"
    if "currency" not in columns()[rollup]:
        return f"select r.*, c.period, c.bucket from calendar c left join {rows} r on r.day = c.day where {since}"
    currencies = f"(select distinct r.currency from {rows} r join calendar c on r.day = c.day)"
    matched = "r.day = c.day and r.currency is not distinct from k.currency"
    return (
        f"select r.* replace (k.currency as currency), c.period, c.bucket from calendar c cross join {currencies} k "
        f"left join {rows} r on {matched} where {since}"
    )


def _source(bound: Bound, relation: str) -> tuple[str, str]:
    """What stands behind a relation, and the WHERE that filters it; a rollup is made anew where it lacks a column of the filters."""
    table = base(relation)
    if not beyond(relation, bound.filters):
        return f"main.{table}", _where(bound, relation)
    made = relations.rolled()[table]
    given = ", ".join(f"{name} as (select r.* from main.{name} r{_where(bound, name)})" for name in made.reads)
    kept = " and ".join(condition for column, condition in _conditions(bound, table).items() if column in columns()[table])
    return f"(with {given} select * from ({made.select}))", f" where {kept}" if kept else ""


def _where(bound: Bound, relation: str) -> str:
    conditions = " and ".join(_conditions(bound, relation).values())
    return f" where {conditions}" if conditions else ""


def _conditions(bound: Bound, relation: str) -> dict[str, str]:
    """Column -> condition, for each narrowed dimension that the relation has. `or`, because `in` is slow on coded columns."""
    found = {}
    for dimension in dimensions(relation):
        values = [bound.value(f"{dimension.key}_{place}", value) for place, value in enumerate(bound.filters.values(dimension))]
        if values:
            found[dimension.column] = f"({' or '.join(f'r.{dimension.column} = {value}' for value in values)})"
    return found
