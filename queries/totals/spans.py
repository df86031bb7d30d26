"""Days that a question is about: buckets of both periods, and what is computed of all of them at once."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from queries.totals.values import Values

Numbers = npt.NDArray[np.intp]


class Span(NamedTuple):
    """Days `start` to before `end` (days since 1970) of a period's bucket; `bucket` is the first day of its place on the x axis, NaN off it."""

    period: str
    bucket: float
    start: int
    end: int


class Spans(tuple[Span, ...]):
    """Spans side by side. One question asks many views about the same: what is found of them is found once."""

    @cached_property
    def starts(self) -> npt.NDArray[np.int64]:
        """The first day of each."""
        return np.array([span.start for span in self], np.int64)

    @cached_property
    def ends(self) -> npt.NDArray[np.int64]:
        """The day after the last of each."""
        return np.array([span.end for span in self], np.int64)

    @cached_property
    def periods(self) -> tuple[Values, Numbers]:
        """The different periods, and the number of each span's."""
        return _numbered([span.period for span in self], object)

    @cached_property
    def buckets(self) -> tuple[Values, Numbers]:
        """The different buckets, none as NaN, and the number of each span's."""
        return _numbered([span.bucket if span.bucket == span.bucket else np.nan for span in self], float)

    @cached_property
    def days(self) -> tuple[Values, Numbers]:
        """The different first days, and the number of each span's."""
        return _numbered([float(span.start) for span in self], float)

    @cached_property
    def whole(self) -> Spans:
        """The periods that they are buckets of."""
        found = {name: [span for span in self if span.period == name] for name in dict.fromkeys(span.period for span in self)}
        return Spans(Span(name, buckets[0].bucket, buckets[0].start, buckets[-1].end) for name, buckets in found.items())

    @cached_property
    def daily(self) -> Spans:
        """Each day of them by itself."""
        return Spans(Span(span.period, span.bucket, day, day + 1) for span in self for day in range(span.start, span.end))

    def up_to(self, last: float) -> Spans:
        """Them without the days after the last."""
        return Spans(span._replace(end=int(min(span.end, max(last + 1, span.start)))) for span in self)

    def since(self, first: int) -> Spans:
        """Them and, without a bucket, the days from the `first` one to the start of each period."""
        found: list[Span] = []
        for span in self.whole:
            found += [Span(span.period, np.nan, first, span.start)] if first < span.start else []
            found += [part for part in self if part.period == span.period]
        return Spans(found)


def _numbered(values: list[Any], kind: type) -> tuple[Values, Numbers]:
    """The different values in order, NaN last and once, and the number of each."""
    known = sorted({value for value in values if value == value})
    numbers = {value: number for number, value in enumerate(known)}
    missing = [np.nan] if any(value != value for value in values) else []
    return np.array([*known, *missing], dtype=kind), np.array([numbers.get(value, len(known)) for value in values], np.intp)
