"""Several columns of codes as one: few of their combinations occur, so that one code a row stands for all of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from queries.totals.numbering import MOST_FLAGS, blocks
from queries.totals.reading import Dimension
from queries.totals.values import Values


@dataclass(frozen=True)
class Celled:
    """A column of codes by way of the cell that each row lies in: `onto` has the code of each cell."""

    cells: npt.NDArray[Any]
    onto: npt.NDArray[Any]
    values: Values

    def of(self, rows: slice) -> npt.NDArray[Any]:
        """The codes of some rows."""
        return self.onto[self.cells[rows]]

    def holds(self, values: Sequence[str | None]) -> npt.NDArray[np.bool_]:
        """For each code whether it stands for one of the values."""
        return Dimension(self.onto, self.values).holds(values)


Coded = Dimension | Celled


def together(dimensions: Mapping[str, Coded], rows: int) -> Mapping[str, Coded]:
    """The same columns in less room, where there are few enough combinations of their values to look each up."""
    sizes = [len(dimension.values) for dimension in dimensions.values()]
    if not rows or len(sizes) < 2 or math.prod(sizes) > MOST_FLAGS:
        return dimensions

    def joint() -> Iterator[tuple[slice, npt.NDArray[np.int32]]]:
        for block in blocks(rows):
            found = np.zeros(block.stop - block.start, np.int32)
            for size, dimension in zip(sizes, dimensions.values(), strict=True):
                found *= size
                found += dimension.of(block)
            yield block, found

    here = np.zeros(math.prod(sizes), bool)
    for _, found in joint():
        here[found] = True
    occur = np.flatnonzero(here)
    number = np.zeros(len(here), np.min_scalar_type(len(occur)))
    number[occur] = np.arange(len(occur))
    cells = np.empty(rows, number.dtype)
    for block, found in joint():
        cells[block] = number[found]
    parted = np.unravel_index(occur, sizes)
    return {
        name: Celled(cells, codes.astype(np.min_scalar_type(len(made.values))), made.values)
        for (name, made), codes in zip(dimensions.items(), parted, strict=True)
    }


def narrowed(
    dimensions: Mapping[str, Coded], kept: Mapping[str, Sequence[str | None]]
) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]]:
    """Codes of rows, and for each code whether it has a value that is kept of every dimension that it stands for."""
    celled: dict[int, tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]] = {}
    for name, values in kept.items():
        made = dimensions[name]
        if isinstance(made, Celled):
            _, holds = celled.setdefault(id(made.cells), (made.cells, np.ones(len(made.onto), bool)))
            holds &= made.holds(values)[made.onto]
        else:
            yield made.codes, made.holds(values)
    yield from celled.values()
