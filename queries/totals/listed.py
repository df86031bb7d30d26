"""Quantiles from rows in memory: a view that lists a table's values per period and bucket in order, and looks into the lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.totals import lists
from queries.totals.cube import Kept, Span
from queries.totals.group import Stage
from queries.totals.table import Table
from queries.totals.values import Columns, Expression, Values, true


@dataclass(frozen=True)
class Listed:
    """How such a view is answered: the rows of `table` that `where` holds for give a `value` each; `listed` and `counted` name the columns made."""

    table: str
    reads: tuple[str, ...]
    where: Expression | None
    value: Expression
    sets: tuple[tuple[str, ...], ...]
    name: str
    listed: str
    counted: str | None
    stages: tuple[Stage, ...]
    truths: frozenset[str]

    def answer(self, table: Table, spans: Sequence[Span], kept: Kept) -> dict[str, Values]:
        """The view's columns, from a table that holds all that it reads."""
        pieces = [self._values(table, span, kept) for span in spans]
        with np.errstate(all="ignore"):
            made: dict[str, Columns] = {self.name: self._grouped(spans, pieces)}
            for stage in self.stages:
                made[stage.name] = stage.run(made[stage.source])
        return dict(made[self.stages[-1].name])

    def _values(self, table: Table, span: Span, kept: Kept) -> Values:
        rows = table.rows(span)
        inside: npt.NDArray[np.bool_] = np.ones(rows.stop - rows.start, bool)
        for name, values in kept.items():
            inside &= table.dimensions[name].holds(values)[table.dimensions[name].codes[rows]]
        columns = table.columns(rows, self.reads)
        if self.where:
            inside &= true(self.where(columns))
        return self.value(columns)[inside]

    def _grouped(self, spans: Sequence[Span], pieces: Sequence[Values]) -> Columns:
        known = [np.sort(piece[~np.isnan(piece)]) for piece in pieces]
        parts = []
        for keys in self.sets:
            groups: dict[tuple[str, float], list[int]] = {}
            for number, span in enumerate(spans):
                if len(pieces[number]):
                    groups.setdefault((span.period, float(span.bucket) if "bucket" in keys else np.nan), []).append(number)
            # Runs that are in order already are merged, which is much quicker than to sort anew.
            found = [np.sort(np.concatenate([known[number] for number in numbers]), kind="stable") for numbers in groups.values()]
            columns: dict[str, Values] = {
                "period": np.array([period for period, _ in groups], dtype=object),
                "bucket": np.array([bucket for _, bucket in groups], float),
                self.listed: lists.column(found),
            }
            if self.counted:
                columns[self.counted] = np.array([sum(len(pieces[number]) for number in numbers) for numbers in groups.values()], float)
            parts.append(columns)
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
