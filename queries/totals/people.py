"""How many different people there are in spans of days: by the day on which each was active before, or by looking at each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from queries.totals.cube import Cube, Kept, Span
from queries.totals.table import Table
from queries.totals.values import Values

BLOCK = 65_536


class People(NamedTuple):
    """The rollup that counts different people without looking at each: the day on which they were active before, and how many they are."""

    rollup: str
    before: str
    people: str


# (rollup, who) -> what counts them instead, as long as it has the dimensions asked for.
PEOPLE = {("actor_days", "actor"): People("active_days", "before_day", "people")}


def of(rollup: str) -> tuple[str, str, People]:
    """The rollup and the column whose people a rollup counts."""
    return next((source, who, names) for (source, who), names in PEOPLE.items() if names.rollup == rollup)


class Days:
    """People of a cube of first days: in each span, those not active in it before."""

    def __init__(self, cube: Cube, kept: Kept) -> None:
        self.cube, self.kept = cube, kept

    def since(self) -> float:
        """The first day that has a row; infinite where none has."""
        return self.cube.since(self.kept)

    def counted(self, rollup: str, spans: Sequence[Span]) -> Values:
        """How many people each span has."""
        _, _, (_, before, people) = of(rollup)
        totals = self.cube.total(spans, (before,), self.kept)
        earlier = self.cube.dimensions[before].values[totals.codes[before]]
        new = ~(earlier >= np.array([span.start for span in spans], float)[totals.span])
        return np.bincount(totals.span[new], totals.sums[people][new], len(spans)).astype(float)


class Acts:
    """People of a table of their days, for filters that the first days do not know."""

    def __init__(self, table: Table, kept: Kept) -> None:
        self.table, self.kept = table, kept

    def since(self) -> float:
        """The first day that has a row; infinite where none has."""
        starts = self.table.starts
        for start in range(0, int(starts[-1]), BLOCK):
            inside = self.table.inside(slice(start, min(start + BLOCK, int(starts[-1]))), self.kept)
            if inside.any():
                return float(self.table.first + np.searchsorted(starts, start + np.argmax(inside), "right") - 1)
        return np.inf

    def counted(self, rollup: str, spans: Sequence[Span]) -> Values:
        """How many people each span has."""
        who = self.table.dimensions[of(rollup)[1]]
        found = np.zeros(len(spans))
        for number, span in enumerate(spans):
            rows = self.table.rows(span)
            here = np.zeros(len(who.values), bool)
            here[who.codes[rows][self.table.inside(rows, self.kept)]] = True
            found[number] = np.count_nonzero(here[:-1])  # The last is NULL, which is nobody.
        return found
