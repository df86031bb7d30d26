"""Asking a view: bound to the filters, run on a cursor of its own, and remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

import pandas as pd

from queries.binding import Refused, View, bind, names, unfiltered, view
from queries.filters import Filters

if TYPE_CHECKING:
    from queries.snapshot import Snapshot

__all__ = ["Answer", "Answers", "Refused", "names", "run", "view"]

KEPT_ANSWERS = 512


@dataclass(frozen=True)
class Answer:
    """What a view answered: its rows, the query as it ran with its values, and the filters that it could not apply."""

    frame: pd.DataFrame
    sql: str
    values: dict[str, Any]
    relations: tuple[str, ...]
    unfiltered: tuple[str, ...]


class Answers:
    """The latest answers by question, for all threads; equal questions asked at once are asked once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Future[Answer]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
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

    def _ask(self, question: Hashable, answer: Future[Answer], ask: Callable[[], Answer]) -> None:
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
    question = (snapshot.name, name, filters, scope, tuple(sorted(params.items())))
    answer = ANSWERS.get(question, lambda: _ask(snapshot, asked, filters, params))
    # A shallow copy: what a page changes in its frame stays its own.
    return replace(answer, frame=answer.frame.copy(deep=False))


def _ask(snapshot: Snapshot, asked: View, filters: Filters, params: dict[str, Any]) -> Answer:
    sql, values = bind(asked, filters, snapshot.facts.get("week_start", "monday"))
    given = dict.fromkeys(asked.parameters) | _surroundings(snapshot) | params
    values |= {parameter: given[parameter] for parameter in asked.parameters}
    cursor = snapshot.cursor()
    try:
        frame = cursor.execute(sql, values).df()
    finally:
        cursor.close()
    return Answer(frame, sql, values, asked.relations, unfiltered(asked, filters))


def _surroundings(snapshot: Snapshot) -> dict[str, Any]:
    """Parameters that any view may use."""
    return {
        "zone": snapshot.zone,
        "data_from": snapshot.data_from,
        "data_to": snapshot.data_to,
        "hidden": int(snapshot.facts.get("hidden", "0")),
    }
