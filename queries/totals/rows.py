"""The first stage of a view: what a cube summed, conditions on it, and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from queries.totals.cube import Cube, Kept, Totals
from queries.totals.numbering import MOST_FLAGS, grouped
from queries.totals.reading import Dimension
from queries.totals.spans import Spans
from queries.totals.values import Columns, Expression, Values, true

CURRENCY, DAY = "currency", "day"
GROUPING = "grouping "


@dataclass(frozen=True)
class Aggregate:
    """One aggregate of the first stage: `sum(measure)`, or `count(distinct who)`, of the rows that `where` holds for."""

    measure: str
    where: Expression | None
    who: str = ""


@dataclass(frozen=True)
class First:
    """The first stage. `chooses` are the dimensions in its conditions, `every` says whether empty buckets count, `until` whether the days
    before the period do, too, `daily` whether days are told apart, `split` whether rows that the filters leave out count, `people` whether
    all that it takes are different people, `sets` are its grouping sets, `last` is the last day that counts."""

    name: str
    rollup: str
    every: bool
    until: bool
    daily: bool
    split: bool
    people: bool
    buckets: bool
    chooses: tuple[str, ...]
    where: Expression | None
    sets: tuple[tuple[str, ...], ...]
    aggregates: tuple[Aggregate, ...]
    items: tuple[tuple[str, Expression], ...]
    last: float = np.inf


class Rows:
    """Totals on their way through the first stage."""

    def __init__(self, first: First, cube: Cube, spans: Spans, totals: Totals, since: float, sides: Kept | None = None) -> None:
        self.first, self.dimensions, self.spans, self.since = first, dict(cube.dimensions), spans, since
        self.span, self.codes, self.sums = totals.span, dict(totals.codes), dict(totals.sums)
        if sides is not None:
            self._add_sides(sides)
        if first.every or first.until:
            self._add_empty()
        if first.daily:
            self._add_days()
        self.period_values, places = spans.periods
        self.period = places[self.span]
        self.bucket_values, places = spans.buckets
        self.bucket = places[self.span]
        if first.where:
            self._keep(true(first.where(self._values())))

    def _add_sides(self, kept: Kept) -> None:
        """`inside` and `cell` of each row, from the values that the filters keep."""
        size, inside, parts = len(self.span), np.ones(len(self.span), bool), []
        for name, values in kept.items():
            holds = self.dimensions[name].holds(values)
            inside &= holds[self.codes[name]]
            parts.append(np.where(holds, self.dimensions[name].values, "").astype(object)[self.codes[name]])
        cells = ["|".join(values) for values in zip(*parts, strict=True)] if parts else [""] * size
        different = {cell: code for code, cell in enumerate(dict.fromkeys(cells))}
        self.dimensions |= {
            "inside": Dimension(self.codes.setdefault("inside", inside.astype(np.intp)), np.array([0.0, 1.0])),
            "cell": Dimension(np.array([different[cell] for cell in cells], np.intp), np.array([*different, None], dtype=object)),
        }
        self.codes["cell"] = self.dimensions["cell"].codes

    def _add_days(self) -> None:
        """The day of each row, where every span is one."""
        days, places = self.spans.days
        self.codes[DAY] = places[self.span]
        self.dimensions[DAY] = Dimension(self.codes[DAY], np.append(days, np.nan))

    def _add_empty(self) -> None:
        """A row without values for each bucket since the first day that has a row, and for each currency at hand: currencies are never added.

        Of spans until the period's end, those inside the period get one."""
        counts = [span.bucket == span.bucket if self.first.until else span.end > self.since for span in self.spans]
        since = np.flatnonzero(counts)
        each = np.unique(self.codes[CURRENCY]) if CURRENCY in self.codes else np.zeros(1, np.intp)
        added = {name: np.full(len(since) * len(each), len(self.dimensions[name].values) - 1) for name in self.codes}
        if CURRENCY in added:
            added[CURRENCY] = np.tile(each, len(since))
        self.span = np.append(self.span, np.repeat(since, len(each)))
        self.codes = {name: np.append(codes, added[name]) for name, codes in self.codes.items()}
        self.sums = {name: np.append(values, np.full(len(since) * len(each), np.nan)) for name, values in self.sums.items()}

    def _values(self) -> Columns:
        """Columns of the rows as conditions see them."""
        made = {name: self.dimensions[name].values[codes] for name, codes in self.codes.items()}
        return Columns(made | {"period": self.period_values[self.period], "bucket": self.bucket_values[self.bucket]})

    def _keep(self, rows: npt.NDArray[np.bool_]) -> None:
        self.span, self.period, self.bucket = self.span[rows], self.period[rows], self.bucket[rows]
        self.codes = {name: codes[rows] for name, codes in self.codes.items()}
        self.sums = {name: values[rows] for name, values in self.sums.items()}

    @cached_property
    def counted(self) -> list[npt.NDArray[np.bool_] | None]:
        """The rows that each aggregate counts; None for all."""
        columns = self._values()
        return [true(aggregate.where(columns)) if aggregate.where else None for aggregate in self.first.aggregates]

    def grouped(self, keys: Sequence[str]) -> Columns:
        """The first stage's columns: a row a group of one grouping set."""
        lookup: dict[str, tuple[npt.NDArray[Any], Values]] = {
            "period": (self.period, self.period_values),
            "bucket": (self.bucket, self.bucket_values),
            **{name: (codes, self.dimensions[name].values) for name, codes in self.codes.items()},
        }
        group, firsts = grouped([lookup[key][0] for key in keys], len(self.span))
        size = len(firsts)
        columns = _Groups(self.dimensions, size, {name: lookup[name][1][lookup[name][0][firsts]] for name in keys})
        for number, (aggregate, rows) in enumerate(zip(self.first.aggregates, self.counted, strict=True)):
            if aggregate.who:
                columns[f"aggregate {number}"] = self._different(aggregate.who, group, size, rows)
            else:
                columns[f"aggregate {number}"] = _sum(self.sums[aggregate.measure], group, size, rows)
        return Columns({name: item(columns) for name, item in self.first.items})

    def _different(self, who: str, group: npt.NDArray[np.intp], size: int, rows: npt.NDArray[np.bool_] | None) -> Values:
        """Different values of a dimension by group; NULL is none."""
        codes, empty = self.codes[who], len(self.dimensions[who].values) - 1
        known = codes != empty if rows is None else (codes != empty) & rows
        pairs = group[known].astype(np.int64) * (empty + 1) + codes[known]
        if size * (empty + 1) > MOST_FLAGS:
            return np.bincount(np.unique(pairs) // (empty + 1), minlength=size).astype(float)
        here = np.zeros((size, empty + 1), bool)
        here.reshape(-1)[pairs] = True
        return np.count_nonzero(here, axis=1).astype(float)


class _Groups(Columns):
    """A row a group: columns that it is grouped by; any other dimension is NULL, and said to be left out by `grouping`."""

    def __init__(self, dimensions: Mapping[str, Dimension], size: int, keys: Mapping[str, Values]) -> None:
        super().__init__({})
        self.dimensions, self.size, self.keyed = dimensions, size, keys
        self |= keys

    def rows(self) -> int:
        return self.size

    def __missing__(self, name: str) -> Values:
        dimension = name.removeprefix(GROUPING)
        if dimension != name:
            made = np.full(self.size, float(dimension not in self.keyed))
        else:
            texts = name in self.dimensions and self.dimensions[name].values.dtype == object
            made = np.full(self.size, None if texts or name == "period" else np.nan, dtype=object if texts or name == "period" else float)
        self[name] = made
        return made


def _sum(values: Values, group: npt.NDArray[np.intp], size: int, rows: npt.NDArray[np.bool_] | None) -> Values:
    """Sums by group, NULL where no row counts."""
    known = ~np.isnan(values)
    if rows is not None:
        known &= rows
    if not known.all():
        values, group = values[known], group[known]
    summed = np.bincount(group, values, size).astype(float)
    summed[np.bincount(group, minlength=size) == 0] = np.nan
    return summed
