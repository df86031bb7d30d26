"""Columns of values in memory, and what NULL does to them.

Numbers and truth values are float64 with NaN for NULL (true 1, false 0), texts are object arrays with None for NULL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

NULL = np.array(None, dtype=object)
Values = npt.NDArray[Any]


class Columns(dict[str, Values]):
    """Columns of one relation by name, and what was computed from them: equal expressions over them are computed once."""

    def __init__(self, columns: Mapping[str, Values]) -> None:
        super().__init__(columns)
        self.computed: dict[int, Values] = {}

    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.values())))

    def kept(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Columns:
        """Some rows of them."""
        return Columns({name: values[rows] for name, values in self.items()})


Expression = Callable[[Columns], Values]
Node = dict[str, Any]
Special = Callable[[Node], Expression | None]


class Declined(Exception):
    """Why something is not answered from totals in memory, in words for a caption."""


def missing(values: Values) -> npt.NDArray[np.bool_]:
    """Where there is NULL."""
    if values.dtype == object:
        return np.equal(values, NULL)
    return np.isnan(values)


def true(values: Values) -> npt.NDArray[np.bool_]:
    """Where a condition holds: NULL does not."""
    return values == 1.0


def joined(left: Values, right: Values, decisive: float) -> Values:
    """`and` (where a false decides, 0) or `or` (where a true does, 1) of two conditions, either of which may be NULL."""
    settled = (left == decisive) | (right == decisive)
    return np.where(settled, decisive, np.where(np.isnan(left) | np.isnan(right), np.nan, 1.0 - decisive))


def compared(left: Values, right: Values, compare: Callable[[Values, Values], Values]) -> Values:
    """A comparison with NULL where either side is."""
    unknown = missing(left) | missing(right)
    if left.dtype == object:
        result = np.zeros(len(left))
        known = ~unknown
        result[known] = compare(left[known], right[known]).astype(float)
    else:
        result = compare(left, right).astype(float)
    result[unknown] = np.nan
    return result


def chosen(where: npt.NDArray[np.bool_], first: Values, second: Values) -> Values:
    """`first` where the condition holds, else `second`; a NULL without a type takes the other's."""
    if (first.dtype == object) != (second.dtype == object):
        first, second = (_as_text(values) for values in (first, second))
    return np.where(where, first, second)


def _as_text(values: Values) -> Values:
    return values if values.dtype == object else np.full(len(values), None, dtype=object)


def coalesced(values: Sequence[Values]) -> Values:
    """The first that is not NULL."""
    result = values[-1]
    for value in reversed(values[:-1]):
        result = chosen(~missing(value), value, result)
    return result


def is_in(values: Sequence[Values], wanted: bool) -> Values:
    found = np.zeros(len(values[0]))
    for value in values[1:]:
        equal = compared(values[0], value, np.equal)
        found = np.where((found == 1.0) | (equal == 1.0), 1.0, np.where(np.isnan(found) | np.isnan(equal), np.nan, 0.0))
    return found if wanted else 1.0 - found


def nullif(left: Values, right: Values) -> Values:
    return np.where(left == right, np.nan, left)
