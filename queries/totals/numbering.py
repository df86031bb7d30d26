"""Groups of rows by number: which combinations of codes occur, and which of them each row has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.intp]
# Numbers up to this are counted in a field of flags; more are sorted.
MOST_FLAGS = 2_500_000
# Rows that are looked at together, where all at once would need wide copies.
BLOCK = 65_536


def blocks(rows: int) -> Iterator[slice]:
    """So many rows, in blocks one after the other."""
    for start in range(0, rows, BLOCK):
        yield slice(start, min(start + BLOCK, rows))


def different(numbers: npt.NDArray[np.integer[Any]], most: int) -> tuple[npt.NDArray[np.integer[Any]], Places]:
    """The different numbers below `most`, in order, and the place of each among them; counting is quicker than sorting while it has room."""
    if most > MOST_FLAGS:
        return np.unique(numbers, return_inverse=True)
    here = np.zeros(most, bool)
    here[numbers] = True
    unique = np.flatnonzero(here)
    places = np.zeros(most, np.intp)
    places[unique] = np.arange(len(unique))
    return unique, places[numbers]


def grouped(keys: Sequence[npt.NDArray[Any]], size: int) -> tuple[Places, Places]:
    """Number of each row's group, and the first row of each group; without keys all rows are one group."""
    if not size:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    joint, most = np.zeros(size, np.int64), 1
    for key in keys:
        width = int(key.max()) + 1
        joint, most = joint * width + key, most * width
    unique, group = different(joint, most)
    firsts = np.empty(len(unique), np.intp)
    # Of several rows that write to one place the last stays: from the last row on, that is the first.
    firsts[group[::-1]] = np.arange(size - 1, -1, -1)
    return group, firsts
