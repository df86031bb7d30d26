"""Values of many rows by rank, without putting them in order: each row's value lies in one of some thousand bins that are in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from queries.totals.values import Values

BINS = 1024
SAMPLED = 65_536
# Of rows without a value, and of those that a condition or a filter leaves out.
NOTHING, LEFT_OUT = BINS, BINS + 1


@dataclass(frozen=True)
class Binned:
    """A value a row, NaN where a row has none, and the bin of each; equal values share one."""

    values: Values
    bins: npt.NDArray[np.uint16]
    edges: Values

    def among(self, rows: slice, inside: npt.NDArray[np.bool_] | None) -> Part:
        """Some rows, less those that are not `inside`."""
        bins = self.bins[rows]
        if inside is not None:
            bins = np.where(inside, bins, np.uint16(LEFT_OUT))
        counts = np.bincount(bins, minlength=LEFT_OUT + 1)
        return Part(self.values[rows], bins, counts[:BINS], int(counts[:LEFT_OUT].sum()), self.edges)

    def by(self, rows: slice, inside: npt.NDArray[np.bool_] | None, groups: npt.NDArray[np.integer[Any]], size: int) -> list[Part]:
        """The same, parted by the number of each row's group, below `size`."""
        bins = self.bins[rows]
        if inside is not None:
            bins = np.where(inside, bins, np.uint16(LEFT_OUT))
        width = LEFT_OUT + 1
        joint = bins + groups.astype(np.min_scalar_type(size * width)) * width
        counts = np.bincount(joint, minlength=size * width).reshape(size, width)
        values = self.values[rows]
        return [Part(values, joint, of[:BINS], int(of[:LEFT_OUT].sum()), self.edges, group * width) for group, of in enumerate(counts)]


def binned(values: Values, inside: npt.NDArray[np.bool_] | None) -> Binned:
    """Bins of about as many values each, as a sample of the values parts them."""
    known = ~np.isnan(values)
    bins, edges = np.full(len(values), NOTHING, np.uint16), np.zeros(0)
    if known.any():
        step = max(int(known.sum()) // SAMPLED, 1)
        edges = np.unique(np.quantile(values[known][::step], np.linspace(0, 1, BINS + 1)[1:-1]))
        bins[known] = np.searchsorted(edges, values[known], side="right")
    if inside is not None:
        bins[~inside] = LEFT_OUT
    return Binned(values, bins, edges)


@dataclass(frozen=True)
class Part:
    """Values of rows, their bins, how many values lie in each bin, how many rows there are, and the values that part the bins.

    The bins of a part are numbered from `first` on.
    """

    values: Values
    bins: npt.NDArray[Any]
    counts: npt.NDArray[np.int64]
    rows: int
    edges: Values
    first: int = 0

    @classmethod
    def joined(cls, parts: Sequence[Part]) -> Part:
        """All of them as one."""
        if len(parts) == 1:
            return parts[0]
        values, bins = (np.concatenate(arrays) for arrays in zip(*((part.values, part.bins) for part in parts), strict=True))
        counts = np.sum([part.counts for part in parts], axis=0)
        return cls(values, bins, counts, sum(part.rows for part in parts), parts[0].edges, parts[0].first)


@dataclass
class Ranked:
    """The values of a part as a list in order: only bins that are asked for are put in order."""

    part: Part
    _above: list[int] = field(init=False)
    _sorted: dict[int, Values] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._above = np.cumsum(self.part.counts).tolist()

    def __len__(self) -> int:
        return self._above[-1]

    def __getitem__(self, place: int) -> float:
        """The value at a place counted from 0, or from the end where negative."""
        place += len(self) if place < 0 else 0
        number = bisect_right(self._above, place)
        return float(self._bin(number)[place - self._before(number)])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Values:
        """All of them, in order."""
        first, bins = self.part.first, self.part.bins
        return np.sort(self.part.values[np.flatnonzero((bins >= first) & (bins < first + BINS))])

    def searchsorted(self, value: float, side: Literal["left", "right"]) -> int:
        """How many are below a value, or ('right') not above it: as of an array in order."""
        number = int(np.searchsorted(self.part.edges, value, side="right"))
        return self._before(number) + int(np.searchsorted(self._bin(number), value, side=side))

    def _before(self, number: int) -> int:
        """How many values lie in lower bins."""
        return self._above[number - 1] if number else 0

    def _bin(self, number: int) -> Values:
        """The values of a bin, in order."""
        found = self._sorted.get(number)
        if found is None:
            rows = np.flatnonzero(self.part.bins == self.part.first + number)
            found = self._sorted[number] = np.sort(self.part.values[rows])
        return found
