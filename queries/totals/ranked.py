"""Values of many rows by rank, without putting them in order: each row's value lies in one of some thousand bins that are in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from queries.totals.numbering import blocks
from queries.totals.values import Values

BINS = 1024
# Values are counted by at most so many bits.
STEPS = 18
# Of rows without a value, and of those that a condition or a filter leaves out.
NOTHING, LEFT_OUT = BINS, BINS + 1
WIDTH = LEFT_OUT + 1


@dataclass(frozen=True)
class Binned:
    """A value a row, NaN where a row has none, and the bin of each; equal values share one."""

    values: Values
    bins: npt.NDArray[np.uint16]
    edges: Values

    def among(
        self, rows: slice, inside: npt.NDArray[np.bool_] | None, groups: npt.NDArray[np.integer[Any]] | None = None, size: int = 1
    ) -> Among:
        """Some rows, less those that are not `inside`, parted by the number of each row's group, below `size`."""
        bins: npt.NDArray[Any] = self.bins[rows]
        if inside is not None:
            bins = np.where(inside, bins, np.uint16(LEFT_OUT))
        if groups is not None:
            bins = bins + groups.astype(np.min_scalar_type(size * WIDTH)) * WIDTH
        return Among(self.values[rows], bins, self.edges, size)


@dataclass(frozen=True)
class Among:
    """Rows in order of time: their values and their bins, which are numbered anew for each group."""

    values: Values
    bins: npt.NDArray[Any]
    edges: Values
    groups: int

    def parts(self, rows: slice) -> list[Part]:
        """Some of these rows, a part a group."""
        counts = _counted(self.bins[rows], self.groups * WIDTH).reshape(self.groups, WIDTH)
        return [Part(self, rows, of[:BINS], int(of[:LEFT_OUT].sum()), group * WIDTH) for group, of in enumerate(counts)]


def _counted(bins: npt.NDArray[Any], size: int) -> npt.NDArray[np.int64]:
    """How many there are of each number below `size`: counting makes wide copies of what it counts, so that it is given little at a time."""
    counts = np.zeros(size, np.int64)
    for block in blocks(len(bins)):
        counts += np.bincount(bins[block], minlength=size)
    return counts


def binned(values: Values, inside: npt.NDArray[np.bool_] | None) -> Binned:
    """Bins of about as many values each. Values are counted by their first bits, and steps of these numbers make the bins."""
    known = ~np.isnan(values)
    bins, edges = np.full(len(values), NOTHING, np.uint16), np.zeros(0)
    if known.any():
        steps = _whole(values[known])
        low, high = int(steps.min()), int(steps.max())
        shift = max((high - low).bit_length() - STEPS, 0)
        # The difference may need all 64 bits, which it keeps however it is read.
        steps -= low
        steps.view(np.uint64)[:] >>= np.uint64(shift)
        counts = np.bincount(steps)
        numbers = ((counts.cumsum() - counts) * BINS // len(steps)).astype(np.uint16)
        bins[known] = numbers[steps]
        firsts = numbers.searchsorted(np.arange(1, int(numbers[-1]) + 1))
        edges = _numbers([low + (step << shift) for step in firsts.tolist()])
    if inside is not None:
        bins[~inside] = LEFT_OUT
    return Binned(values, bins, edges)


def _whole(values: Values) -> npt.NDArray[np.int64]:
    """Whole numbers in the same order as the values: their bits, turned round below nothing. 0 and -0 are one."""
    bits = (values + 0.0).view(np.int64)
    return bits ^ ((bits >> 63) & np.int64(2**63 - 1))


def _numbers(whole: Sequence[int]) -> Values:
    """The values for which these whole numbers stand."""
    bits = np.array(whole, np.int64)
    return (bits ^ ((bits >> 63) & np.int64(2**63 - 1))).view(float)


@dataclass(frozen=True)
class Part:
    """Rows of a group, side by side with others: how many values lie in each bin, and how many rows there are. Its bins are numbered from
    `first` on."""

    among: Among
    place: slice
    counts: npt.NDArray[np.int64]
    rows: int
    first: int

    @property
    def values(self) -> Values:
        """The values of all rows that it lies among."""
        return self.among.values[self.place]

    @property
    def bins(self) -> npt.NDArray[Any]:
        """Their bins."""
        return self.among.bins[self.place]

    @classmethod
    def joined(cls, parts: Sequence[Part]) -> Part:
        """All of them as one: parts of a group that follow each other."""
        place = slice(parts[0].place.start, parts[-1].place.stop)
        counts = np.sum([part.counts for part in parts], axis=0)
        return cls(parts[0].among, place, counts, sum(part.rows for part in parts), parts[0].first)


@dataclass
class Ranked:
    """The values of a part as a list in order: only bins that are asked for are put in order."""

    part: Part
    _above: npt.NDArray[np.int64] = field(init=False)
    _values: Values = field(init=False)
    _bins: npt.NDArray[Any] = field(init=False)
    _sorted: dict[int, Values] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._above = self.part.counts.cumsum()
        self._values, self._bins = self.part.values, self.part.bins

    def __len__(self) -> int:
        return int(self._above[-1])

    def __getitem__(self, place: int) -> float:
        """The value at a place counted from 0, or from the end where negative."""
        place += len(self) if place < 0 else 0
        number = int(self._above.searchsorted(place, "right"))
        return float(self._bin(number)[place - self._before(number)])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Values:
        """All of them, in order."""
        first, bins = self.part.first, self.part.bins
        return np.sort(self.part.values[np.flatnonzero((bins >= first) & (bins < first + BINS))])

    def searchsorted(self, value: float, side: Literal["left", "right"]) -> int:
        """How many are below a value, or ('right') not above it: as of an array in order."""
        number = int(self.part.among.edges.searchsorted(value, "right"))
        return self._before(number) + int(self._bin(number).searchsorted(value, side))

    def _before(self, number: int) -> int:
        """How many values lie in lower bins."""
        return int(self._above[number - 1]) if number else 0

    def _bin(self, number: int) -> Values:
        """The values of a bin, in order."""
        found = self._sorted.get(number)
        if found is None:
            # As methods, not by way of numpy's functions: a bin has a hundred values, and there are a thousand bins to a page.
            found = self._sorted[number] = self._values[(self._bins == self.part.first + number).nonzero()[0]]
            found.sort()
        return found
