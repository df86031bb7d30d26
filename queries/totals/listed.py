"""Quantiles from rows in memory: a view that lists a table's values per period and bucket in order, and looks into the lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queries.totals import lists
from queries.totals.cube import Kept, Span
from queries.totals.group import Stage
from queries.totals.ranked import Part, Ranked
from queries.totals.table import Table
from queries.totals.values import Columns, Expression, Values


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
        with np.errstate(all="ignore"):
            made: dict[str, Columns] = {self.name: self._grouped(spans, self._parts(table, spans, kept))}
            for stage in self.stages:
                made[stage.name] = stage.run(made[stage.source])
        return dict(made[self.stages[-1].name])

    def _parts(self, table: Table, spans: Sequence[Span], kept: Kept) -> list[Part]:
        values, parts = table.ranked(self.reads, self.value, self.where), []
        for span in spans:
            rows = table.rows(span)
            parts.append(values.among(rows, table.inside(rows, kept) if kept else None))
        return parts

    def _grouped(self, spans: Sequence[Span], parts: Sequence[Part]) -> Columns:
        found = []
        for keys in self.sets:
            groups: dict[tuple[str, float], list[Part]] = {}
            for span, part in zip(spans, parts, strict=True):
                if part.rows:
                    groups.setdefault((span.period, float(span.bucket) if "bucket" in keys else np.nan), []).append(part)
            columns: dict[str, Values] = {
                "period": np.array([period for period, _ in groups], dtype=object),
                "bucket": np.array([bucket for _, bucket in groups], float),
                self.listed: lists.column([Ranked(Part.joined(group)) for group in groups.values()]),
            }
            if self.counted:
                columns[self.counted] = np.array([sum(part.rows for part in group) for group in groups.values()], float)
            found.append(columns)
        return Columns({name: np.concatenate([columns[name] for columns in found]) for name in found[0]})
