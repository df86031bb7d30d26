"""Quantiles from rows in memory: a view that lists a table's values per period, bucket and group in order, and looks into the lists."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.totals import lists
from queries.totals.cube import Kept
from queries.totals.group import Stage
from queries.totals.ranked import Part, Ranked
from queries.totals.spans import Span, Spans
from queries.totals.table import Table
from queries.totals.values import Columns, Declined, Expression, Values


class Value(NamedTuple):
    """What a row gives to a list, and the number that stands for it and for the rows that give it."""

    known_as: Hashable
    expression: Expression


@dataclass(frozen=True)
class Key:
    """The group of a row, computed from at most one column of few values; none where `dimension` is empty."""

    name: str
    dimension: str
    expression: Expression

    def of(self, table: Table) -> tuple[npt.NDArray[Any], Values]:
        """The number of the group of each value of the column, and what the groups are called."""
        if self.dimension and self.dimension not in table.dimensions:
            raise Declined(f"it groups by the measure {self.dimension}")
        values = table.dimensions[self.dimension].values if self.dimension else np.zeros(1)
        numbers, names = pd.factorize(self.expression(Columns({self.dimension: values})))
        return numbers.astype(np.min_scalar_type(len(names))), names

    def numbers(self, table: Table, rows: slice, groups: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The number of the group of each of some rows."""
        return groups[table.dimensions[self.dimension].of(rows)] if self.dimension else np.broadcast_to(groups, rows.stop - rows.start)


# A span's rows of one group: a part for each value.
Piece = tuple[Span, int, tuple[Part, ...]]


@dataclass(frozen=True)
class Listed:
    """How such a view is answered: the rows of `table` that `where` holds for give some `values` each.

    `listed` names the lists made and the value that each is of, `counted` the column of how many rows there are.
    """

    table: str
    reads: tuple[str, ...]
    where: Expression | None
    values: Mapping[str, Value]
    key: Key | None
    sets: tuple[tuple[str, ...], ...]
    name: str
    listed: Mapping[str, str]
    counted: str | None
    stages: tuple[Stage, ...]
    truths: frozenset[str]

    @property
    def buckets(self) -> bool:
        """Whether the periods are cut."""
        return any("bucket" in keys for keys in self.sets)

    def answer(self, table: Table, spans: Spans, kept: Kept) -> dict[str, Values]:
        """The view's columns, from a table that holds all that it reads."""
        with np.errstate(all="ignore"):
            made: dict[str, Columns] = {self.name: self._grouped(table, spans, kept)}
            for stage in self.stages:
                made[stage.name] = stage.run(made[stage.source])
        return dict(made[self.stages[-1].name])

    def _grouped(self, table: Table, spans: Spans, kept: Kept) -> Columns:
        groups, names = self.key.of(table) if self.key else (np.zeros(1, np.uint8), np.array([None], dtype=object))
        pieces, found = [*self._pieces(table, spans, kept, groups, len(names))], []
        for keys in self.sets:
            placed: dict[tuple[str, float, int], list[tuple[Part, ...]]] = {}
            for span, number, parts in pieces:
                place = (span.period, float(span.bucket) if "bucket" in keys else np.nan, number)
                placed.setdefault(place, []).append(parts)
            placed = {place: group for place, group in placed.items() if any(parts[0].rows for parts in group)}
            columns: dict[str, Values] = {
                "period": np.array([period for period, _, _ in placed], dtype=object),
                "bucket": np.array([bucket for _, bucket, _ in placed], float),
            }
            if self.key:
                columns[self.key.name] = names[[number for _, _, number in placed]]
            for name, value in self.listed.items():
                at = list(self.values).index(value)
                columns[name] = lists.column([Ranked(Part.joined([parts[at] for parts in group])) for group in placed.values()])
            if self.counted:
                columns[self.counted] = np.array([sum(parts[0].rows for parts in group) for group in placed.values()], float)
            found.append(columns)
        return Columns({name: np.concatenate([columns[name] for columns in found]) for name in found[0]})

    def _pieces(self, table: Table, spans: Spans, kept: Kept, groups: npt.NDArray[Any], size: int) -> Iterator[Piece]:
        """Of spans that follow each other in each period."""
        ranked = [table.ranked(value.known_as, self.reads, value.expression, self.where) for value in self.values.values()]
        for _, of_period in groupby(spans, lambda span: span.period):
            placed = [(span, table.rows(span)) for span in of_period]
            rows = slice(placed[0][1].start, placed[-1][1].stop)
            inside = table.inside(rows, kept) if kept else None
            numbers = self.key.numbers(table, rows, groups) if self.key else None
            among = [values.among(rows, inside, numbers, size) for values in ranked]
            for span, own in placed:
                place = slice(own.start - rows.start, own.stop - rows.start)
                for number, parts in enumerate(zip(*(values.parts(place) for values in among), strict=True)):
                    yield span, number, parts
