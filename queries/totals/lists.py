"""Columns of lists, each in order: their length, their elements, their quantiles, and how many lie up to a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[Any]


def column(lists: Sequence[Any]) -> Values:
    """A column of lists; an empty one is NULL, as an aggregate of no rows is."""
    made = np.empty(len(lists), dtype=object)
    for number, values in enumerate(lists):
        made[number] = values if len(values) else None
    return made


def at(lists: Values, places: Values) -> Values:
    """The element at a place counted from 1, or from the end where negative; NULL outside the list."""
    found = np.full(len(lists), np.nan)
    for number, (values, place) in enumerate(zip(lists, places, strict=True)):
        if values is not None and 1 <= abs(place) <= len(values):
            found[number] = values[int(place) - (place > 0)]
    return found


def quantile(lists: Values, share: float) -> Values:
    """The continuous quantile of lists in order: linear between the two values beside it."""
    found = np.full(len(lists), np.nan)
    for number, values in enumerate(lists):
        if values is not None:
            place = share * (len(values) - 1)
            low = int(place)
            high = min(low + 1, len(values) - 1)
            found[number] = values[low] + (values[high] - values[low]) * (place - low)
    return found


def lengths(lists: Values) -> Values:
    """How many values each list has; NULL for NULL."""
    return np.array([np.nan if values is None else float(len(values)) for values in lists], float)


def below(lists: Values, limits: Values, side: Literal["left", "right"] = "left") -> Values:
    """How many values of each list are below a limit, or ('right') not above it: none of NULL, nor below NULL."""
    found = np.zeros(len(lists))
    for number, (values, limit) in enumerate(zip(lists, limits, strict=True)):
        if values is not None and limit == limit:
            found[number] = values.searchsorted(limit, side)
    return found


def up_to(lists: Values, limits: Values) -> Values:
    """How many values of each list are not above a limit."""
    return below(lists, limits, "right")
