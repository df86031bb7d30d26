"""Asking a view: from daily totals in memory or from the database, on a cursor of its own, and remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from queries import relations, syntax
from queries.asking import bounding, fetching, folding, naming, narrowing, routing
from queries.asking.binding import UNDATED, Refused, View, bind, dimensions, names, unfiltered, view
from queries.filters import Filters
from queries.totals import Declined, Listed, Plan, Spans, people, sets
from queries.totals.values import Values

if TYPE_CHECKING:
    from queries.snapshot import Snapshot

__all__ = ["Answer", "Answers", "Refused", "names", "run", "view"]

KEPT_ANSWERS = 512
BUCKET = "bucket"
# Parameters that are the first day of the period and the day after its last: a day before a day that is known costs no join.
SPAN = frozenset({"period_start", "period_end"})
# Snapshot, view, what of the filters matters, viewer's scope, and parameters.
Question = tuple[str, str, Hashable, str, Hashable]


@dataclass(frozen=True)
class Answer:
    """What a view answered: its rows, where they come from in words (`tier`), and the filters that it could not apply."""

    columns: Mapping[str, Values]
    tier: str
    relations: tuple[str, ...]
    unfiltered: tuple[str, ...]
    bound: Callable[[], tuple[str, dict[str, Any]]]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as a frame of the caller's own."""
        return pd.DataFrame(dict(self.columns))

    @property
    def sql(self) -> str:
        """The query that gives these rows."""
        return self.bound()[0]

    @property
    def values(self) -> dict[str, Any]:
        """The values of the query's parameters."""
        return self.bound()[1]


class Answers:
    """The latest answers by question, for all threads; equal questions asked at once are asked once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Question, Future[Answer]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, question: Question) -> bool:
        return question in self._kept

    def items(self) -> list[tuple[Question, Future[Answer]]]:
        """The questions at hand and their answers, which may be on their way."""
        with self._lock:
            return list(self._kept.items())

    def get(self, question: Question, ask: Callable[[], Answer]) -> Answer:
        """The answer kept, or on its way, or asked for now. A question that fails is not kept."""
        with self._lock:
            answer = self._kept.get(question)
            first = answer is None
            if answer is None:
                answer = self._kept[question] = Future()
            self._kept.move_to_end(question)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if first:
            self._ask(question, answer, ask)
        return answer.result()

    def _ask(self, question: Question, answer: Future[Answer], ask: Callable[[], Answer]) -> None:
        try:
            answer.set_result(ask())
        except BaseException as trouble:
            with self._lock:
                if self._kept.get(question) is answer:
                    del self._kept[question]
            answer.set_exception(trouble)


ANSWERS = Answers(KEPT_ANSWERS)


def run(snapshot: Snapshot, name: str, filters: Filters, /, scope: str = "all", **params: Any) -> Answer:
    """Answer of the view `name` ('group/name'); `params` are its `$name` parameters, those left out are NULL.

    `scope` names who may see the answer and is part of what is remembered. Comparisons that the data do not reach back to are
    left out. Raises Refused for a view or parameter that does not exist.
    """
    asked = view(name)
    strange = sorted(set(params) - asked.parameters)
    if strange:
        raise Refused(f"The view {name} has no parameter {', '.join(strange)}.")
    filters = filters.covered(snapshot.data_from)
    question = _question(snapshot, asked, filters, scope, params)
    # A shallow copy: what a page changes in its frame stays its own.
    return replace(ANSWERS.get(question, lambda: _ask(snapshot, asked, filters, params)), unfiltered=unfiltered(asked, filters))


def needs_database(snapshot: Snapshot, name: str, filters: Filters, /, scope: str = "all", **params: Any) -> bool:
    """Whether the answer is neither remembered nor, whatever the filters are, in the totals or rows in memory."""
    asked = view(name)
    if _question(snapshot, asked, filters.covered(snapshot.data_from), scope, params) in ANSWERS:
        return False
    return isinstance(_planned(asked, _given(snapshot, asked, filters, params)), Declined)


def _question(snapshot: Snapshot, asked: View, filters: Filters, scope: str, params: dict[str, Any]) -> Question:
    return (snapshot.name, asked.name, _asks(asked, filters), scope, tuple(sorted(params.items())))


def _asks(asked: View, filters: Filters) -> Hashable:
    """What the answer depends on: the period where a relation is dated, and the values of the dimensions that its relations have."""
    dated = any(not relation.startswith(UNDATED) for relation in asked.relations) or not asked.parameters.isdisjoint(SPAN)
    filtered = [relation for relation in asked.relations if asked.is_split or not relation.startswith("whole_")]
    values = {d.key: filters.values(d) for relation in filtered for d in dimensions(relation) if filters.values(d)}
    return (filters.period, filters.compare) if dated else (), tuple(sorted(values.items()))


def _ask(snapshot: Snapshot, asked: View, filters: Filters, params: dict[str, Any]) -> Answer:
    given = _given(snapshot, asked, filters, params)

    def bound() -> tuple[str, dict[str, Any]]:
        sql, values = bind(asked, filters, snapshot.week_start)
        return sql, values | given

    found = _from_memory(snapshot, asked, filters, given)
    if found is not None:
        columns, tier = found
    else:
        columns, tier = _named(snapshot, asked, filters, given), routing.tier(asked, filters, snapshot)
    return Answer(columns, tier, asked.relations, unfiltered(asked, filters), bound)


def _given(snapshot: Snapshot, asked: View, filters: Filters, params: dict[str, Any]) -> dict[str, Any]:
    """The values of all parameters of the view."""
    surrounding = dict.fromkeys(asked.parameters) | _surroundings(snapshot, filters) | params
    return {parameter: surrounding[parameter] for parameter in asked.parameters}


def _planned(asked: View, given: dict[str, Any]) -> Plan | Listed | Declined:
    if not asked.parameters.isdisjoint(SPAN):
        return Declined("it asks for days by those of the period")
    return routing.planned(asked.name, tuple(sorted(given.items())))


def _named(snapshot: Snapshot, asked: View, filters: Filters, given: dict[str, Any]) -> dict[str, Values]:
    """The view's columns from the database, with names from memory where it only joins people for them."""
    late = naming.unnamed(asked.name)
    names = snapshot.totals.names() if late else None
    if not late or not names or not names.known:
        return _folded(snapshot, asked, filters, given)
    columns = _folded(snapshot, late.view, filters, given)
    return columns | {column: names.of(columns[column], itself) for column, itself in late.told}


def _folded(snapshot: Snapshot, asked: View, filters: Filters, given: dict[str, Any]) -> dict[str, Values]:
    short = folding.folded(asked, frozenset(name for name, value in given.items() if value is None))
    short, days = _on_its_days(snapshot, short, filters, given) or (short, {})
    sql, values = bind(short, filters, snapshot.week_start)
    given = given | days
    return _from_database(snapshot, sql, values | {name: given[name] for name in short.parameters})


def _on_its_days(snapshot: Snapshot, asked: View, filters: Filters, given: dict[str, Any]) -> tuple[View, dict[str, Any]] | None:
    """The view that is told by totals in memory on which days its rows lie, and the values that tell it; None where they do not know."""
    bounded = bounding.bounded(asked)
    if not bounded:
        return None
    plan = routing.planned_part(bounded.days, tuple((name, given[name]) for name in sorted(bounded.parameters)))
    if not isinstance(plan, Plan):
        return None
    spans = routing.spans(filters, snapshot.week_start, plan.buckets)
    if asked.this_only.issuperset(plan.rollups):
        spans = Spans(span for span in spans if span.period == narrowing.THIS)
    try:
        columns = _totalled(snapshot, plan, spans, _narrowed(plan.rollups, filters))
    except Declined:
        return None
    return bounded.given(columns) if columns else None


def _narrowed(asked: Iterable[str], filters: Filters) -> dict[str, tuple[str, ...]]:
    """The values by which some relations are narrowed, by column."""
    return {d.column: filters.values(d) for relation in asked for d in dimensions(relation) if filters.values(d)}


def _from_memory(snapshot: Snapshot, asked: View, filters: Filters, given: dict[str, Any]) -> tuple[dict[str, Values], str] | None:
    """The view's columns and where they come from, if totals or rows in memory answer it."""
    plan = _planned(asked, given)
    narrowed = _narrowed(asked.relations, filters)
    try:
        if isinstance(plan, Plan):
            totalled = _totalled(snapshot, plan, routing.spans(filters, snapshot.week_start, plan.buckets), narrowed)
            if totalled is None:
                return None
            columns, tier = totalled, routing.FROM_TOTALS
        elif isinstance(plan, Listed):
            table = snapshot.totals.table(plan.table, {*plan.reads, *narrowed})
            columns = plan.answer(table, routing.spans(filters, snapshot.week_start, plan.buckets), narrowed)
            tier = routing.from_rows(snapshot.tables[plan.table])
        else:
            return None
    except Declined:
        return None
    return {name: _typed(values, name, plan.truths) for name, values in columns.items()}, tier


def _totalled(snapshot: Snapshot, plan: Plan, spans: Spans, narrowed: Mapping[str, Sequence[str]]) -> dict[str, Values] | None:
    """The columns of a plan over totals in memory, or None where these do not know the filters. Raises Declined."""
    if plan.others:
        return _united(snapshot, plan, spans, narrowed)
    first = plan.first
    whos = {aggregate.who for aggregate in first.aggregates}
    cubes = {rollup: snapshot.totals.cube(rollup) for rollup in (people.rollups(first.rollup, whos) if first.people else {first.rollup})}
    found = {rollup: (cube, sets.kept(cube, narrowed)) for rollup, cube in cubes.items() if cube}
    kept = {rollup: values for rollup, (_, values) in found.items() if values is not None}
    if len(kept) == len(cubes):
        held = {rollup: cube for rollup, (cube, _) in found.items()}
        return plan.counted(people.Days(held, kept), spans) if first.people else plan.answer(held[first.rollup], spans, kept[first.rollup])
    if not first.people or len(found) < len(cubes) or first.rollup not in relations.rolled():
        return None
    return plan.counted(people.Acts(snapshot.totals.table(first.rollup, {*whos, *narrowed}, whos), narrowed), spans)


def _united(snapshot: Snapshot, plan: Plan, spans: Spans, narrowed: Mapping[str, Sequence[str]]) -> dict[str, Values] | None:
    """The same of a plan over several rollups, each narrowed by what it is narrowed by in the database; one without rows adds none."""
    parts = []
    for first in (plan.first, *plan.others):
        cube = snapshot.totals.cube(first.rollup)
        known = {dimension.column for dimension in dimensions(first.rollup)}
        kept = sets.kept(cube, {column: values for column, values in narrowed.items() if column in known}) if cube else None
        if cube and kept is None:
            return None
        if cube and kept is not None:
            parts.append((first, cube, kept))
    return plan.together(parts, spans) if parts else None


def _typed(values: Values, name: str, truths: frozenset[str]) -> Values:
    if name == BUCKET:
        return dates(values)
    return truth(values) if name in truths else values


def truth(values: Values) -> Values:
    """1, 0 and NaN as the database gives true, false and NULL."""
    unknown, found = np.isnan(values), values == 1.0
    if not unknown.any():
        return found
    found = found.astype(object)
    found[unknown] = None
    return found


def dates(days: Values) -> Values:
    """Days since 1970, NaN for none, as the database gives dates."""
    known = ~np.isnan(days)
    made = np.full(len(days), np.datetime64("NaT", "us"))
    made[known] = days[known].astype("datetime64[D]")
    return made


def _from_database(snapshot: Snapshot, sql: str, values: dict[str, Any]) -> dict[str, Values]:
    cursor = snapshot.cursor()
    try:
        return fetching.columns(cursor.execute(syntax.parsed(sql), values).to_arrow_table())
    finally:
        cursor.close()


def _surroundings(snapshot: Snapshot, filters: Filters) -> dict[str, Any]:
    """Parameters that any view may use."""
    first_number, last_number = snapshot.numbers
    return {
        "first_number": first_number,
        "last_number": last_number,
        "period_start": filters.period.start,
        "period_end": filters.period.end,
        "zone": snapshot.zone,
        "data_from": snapshot.data_from,
        "data_to": snapshot.data_to,
        "now": snapshot.facts.get("last_moment") or None,
        "business_now": snapshot.facts.get("business_now") or None,
        "hidden": int(snapshot.facts.get("hidden", "0")),
    }
