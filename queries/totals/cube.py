"""One rollup in memory: its rows sorted by day, and sums along time over the combinations of values that a question needs."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from queries.totals.numbering import different
from queries.totals.reading import Coding, Days, Dimension, Measure, Relation
from queries.totals.spans import Spans
from queries.totals.values import Values

Codes = npt.NDArray[np.intp]
# By dimension the values that the filters keep, None for NULL; a dimension that is not narrowed is not among them.
Kept = Mapping[str, Sequence[str | None]]
# Days × combinations that sums along time may hold; a question that needs more is summed from the rows of its days.
# More would take longer to make, and push others out, than they ever save.
MOST_CELLS = 300_000
KEPT_BYTES = 8_000_000
ROWS = "rows of the rollup"
# Columns of a relation that are no values of its rows.
TIME = ("period", "bucket")


@dataclass(frozen=True)
class Sums:
    """Running sums of the measures asked for so far: `along[measure][d, c]` is the sum over all days before day `d` for combination `c` of
    the dimensions, of which there are `width`."""

    codes: Mapping[str, Codes]
    width: int
    along: dict[str, Values] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Memory that they take."""
        return sum(values.nbytes for values in self.along.values())


@dataclass(frozen=True)
class Totals:
    """A row a span and combination: the span's number, the code of each dimension, the sum of each measure."""

    span: Codes
    codes: Mapping[str, Codes]
    sums: Mapping[str, Values]


@dataclass
class Cube:
    """A rollup's rows by day. `first` is the first day, `starts[d]` the first row of day `first + d`."""

    first: int
    starts: npt.NDArray[np.int64]
    dimensions: Mapping[str, Dimension]
    measures: Mapping[str, Values]
    _sums: OrderedDict[frozenset[str], Sums | None] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _last: tuple[object, Codes, Codes] | None = None

    @property
    def days(self) -> int:
        """Days from the first row's to the last's."""
        return len(self.starts) - 1

    def total(self, spans: Spans, by: Sequence[str], kept: Kept, measures: Collection[str]) -> Totals:
        """The sums of some measures for each span and combination of the dimensions `by` that has rows.

        `kept` gives, by dimension, the values that count; no key means all.
        """
        if not spans:
            return Totals(np.zeros(0, np.intp), dict.fromkeys(by, np.zeros(0, np.intp)), dict.fromkeys(measures, np.zeros(0)))
        sums = self._along(frozenset((*by, *kept)), measures)
        if sums is None:
            return self._from_rows(spans, by, kept, measures)
        inside = self._inside(sums.codes, kept, sums.width)
        places = np.flatnonzero(inside)
        group, combined = self._grouped({name: sums.codes[name][places] for name in by}, len(places))
        low, high = self._days(spans)
        width = len(combined[0]) if combined else 1
        whole = len(places) == len(inside)
        found = {}
        for name in (ROWS, *measures):
            along = sums.along[name]
            parts = (along[high] - along[low]) if whole else (along[np.ix_(high, places)] - along[np.ix_(low, places)])
            found[name] = _onto(parts, group, width)
        return self._rows(found, by, combined)

    def since(self, kept: Kept) -> float:
        """The first day that has a row of the values kept; infinite where none has."""
        if not kept:
            return self.first
        sums = self._along(frozenset(kept), ())
        if sums is None:
            rows = self._inside({name: self.dimensions[name].codes for name in kept}, kept, int(self.starts[-1]))
            return float(self.first + np.searchsorted(self.starts, np.argmax(rows), "right") - 1) if rows.any() else np.inf
        inside = self._inside(sums.codes, kept, sums.width)
        counted = sums.along[ROWS][:, inside].sum(axis=1) > 0
        return float(self.first + np.argmax(counted) - 1) if counted.any() else np.inf

    def rows(self, spans: Spans) -> list[slice]:
        """The rows of the days of each span."""
        low, high = self._days(spans)
        return [slice(int(start), int(end)) for start, end in zip(self.starts[low], self.starts[high], strict=True)]

    def inside(self, rows: slice, kept: Kept) -> npt.NDArray[np.bool_]:
        """Which of some rows have a value that is kept, of every dimension that is narrowed."""
        return self._inside({name: self.dimensions[name].codes[rows] for name in kept}, kept, max(rows.stop - rows.start, 0))

    def _rows(self, found: Mapping[str, Values], by: Sequence[str], combined: Sequence[Codes]) -> Totals:
        span, place = np.nonzero(found[ROWS])
        codes = {name: codes[place] for name, codes in zip(by, combined, strict=True)}
        return Totals(span, codes, {name: values[span, place].astype(float) for name, values in found.items() if name != ROWS})

    def _grouped(self, codes: Mapping[str, Codes], size: int) -> tuple[Codes, list[Codes]]:
        """Number of each place's combination, and the codes of each combination."""
        if not codes:
            return np.zeros(size, np.intp), []
        shape = [len(self.dimensions[name].values) for name in codes]
        joint: npt.NDArray[Any] = np.zeros(size, np.int32 if math.prod(shape) < 2**31 else np.int64)
        for width, given in zip(shape, codes.values(), strict=True):
            joint *= width
            joint += given.astype(joint.dtype, copy=False)
        unique, group = different(joint, math.prod(shape))
        return group, [part.astype(np.intp) for part in np.unravel_index(unique, shape)]

    def _inside(self, codes: Mapping[str, npt.NDArray[Any]], kept: Kept, size: int) -> npt.NDArray[np.bool_]:
        """Which of `size` combinations or rows have a value that is kept, of every dimension that is narrowed."""
        inside = np.ones(size, bool)
        for name, values in kept.items():
            inside &= self.dimensions[name].holds(values)[codes[name]]
        return inside

    def _days(self, spans: Spans) -> tuple[Codes, Codes]:
        """Start and end of each span as days since the first, inside the days that there are."""
        starts, ends = (np.minimum(np.maximum(at - self.first, 0), self.days) for at in (spans.starts, spans.ends))
        return starts, ends

    def _along(self, needed: frozenset[str], measures: Collection[str]) -> Sums | None:
        """Running sums of some measures over these dimensions; None where they would be too large."""
        with self._lock:
            sums = self._sums.get(needed)
            if needed not in self._sums or (sums and not sums.along.keys() >= set(measures)):
                sums = self._sums[needed] = self._summed(sorted(needed), sums, measures)
            self._sums.move_to_end(needed)
            while len(self._sums) > 1 and sum(kept.bytes for kept in self._sums.values() if kept) > KEPT_BYTES:
                self._sums.popitem(last=False)
            return sums

    def _summed(self, names: Sequence[str], known: Sums | None, measures: Collection[str]) -> Sums | None:
        """What is known of them, and the measures that are not yet."""
        group, combined = self._grouped({name: self.dimensions[name].codes for name in names}, int(self.starts[-1]))
        width = len(combined[0]) if combined else 1
        if self.days * width > MOST_CELLS:
            return None
        place, along = np.repeat(np.arange(self.days) * width, np.diff(self.starts)), dict(known.along) if known else {}
        place += group
        for name in {ROWS, *measures} - along.keys():
            along[name] = self._running(place, None if name == ROWS else self.measures[name], width)
        return Sums(dict(zip(names, combined, strict=True)), width, along)

    def _running(self, place: Codes, weights: Values | None, width: int) -> Values:
        daily = np.bincount(place, weights, self.days * width).reshape(self.days, width)
        along = np.zeros((self.days + 1, width))
        np.cumsum(daily, axis=0, out=along[1:])
        # Sums that only rise need no sign, and their differences neither.
        rising = weights is None or weights.dtype.kind == "u"
        return along.astype(np.min_scalar_type(int(along[-1].max(initial=0)))) if rising else along

    def _from_rows(self, spans: Spans, by: Sequence[str], kept: Kept, measures: Collection[str]) -> Totals:
        """The same from the rows of the days asked for."""
        rows, span = self._chosen(spans, kept)
        group, combined = self._grouped({name: self.dimensions[name].codes[rows] for name in by}, len(rows))
        width = len(combined[0]) if combined else 1
        place, size = span * width + group, len(spans) * width
        sums = {name: np.bincount(place, self.measures[name][rows], size).reshape(len(spans), width) for name in measures}
        sums[ROWS] = np.bincount(place, minlength=size).reshape(len(spans), width)
        return self._rows(sums, by, combined)

    def _chosen(self, spans: Spans, kept: Kept) -> tuple[Codes, Codes]:
        """The rows of the days that are kept, and the number of each one's span. The last choice is kept: a view may group it by much."""
        question, last = (spans, tuple(kept.items())), self._last
        if last is None or last[0] != question:
            pieces = [rows.start + np.flatnonzero(self.inside(rows, kept)) for rows in self.rows(spans)]
            last = self._last = question, np.concatenate(pieces), np.repeat(np.arange(len(spans)), [len(piece) for piece in pieces])
        return last[1], last[2]


def _onto(parts: Values, group: Codes, width: int) -> Values:
    """Columns summed by group."""
    if width == 1:
        return parts.sum(axis=1, keepdims=True)
    if width == parts.shape[1]:
        return parts[:, np.argsort(group)]
    onto = np.zeros((parts.shape[1], width))
    onto[np.arange(len(group)), group] = 1.0
    # Whole numbers are multiplied as floats: that is much faster, and exact up to 2**53.
    return parts.astype(float) @ onto


def read(cursor: duckdb.DuckDBPyConnection, rollup: str, dimensions: Sequence[str], measures: Sequence[str]) -> Cube | None:
    """The rollup's rows in memory, without measures that are NULL somewhere; None where it has no rows."""
    rows = Relation(cursor, rollup)
    day, coded = Days(rows.rows), {name: Coding(rows.rows) for name in dimensions}
    measured = {name: Measure(rows.rows) for name in measures}
    rows.read({"day": day, **coded, **measured})
    days = day.starts()
    if days is None:
        return None
    known = {name: values for name, part in measured.items() if (values := part.values()) is not None}
    return Cube(*days, {name: part.dimension() for name, part in coded.items()}, known)
