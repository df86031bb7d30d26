"""How many different people there are in spans of days: by the day on which each was active before, or by looking at each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from queries.totals.cube import Cube, Kept
from queries.totals.numbering import blocks
from queries.totals.spans import Spans
from queries.totals.table import Table
from queries.totals.values import Values


class People(NamedTuple):
    """A rollup that counts different people without looking at each: the day on which they were active before, and how many they are."""

    rollup: str
    before: str
    people: str


# (relation, who) -> what counts them instead, as long as it has the dimensions asked for; of several rollups the sum. A relation that is no
# rollup is a SELECT that views share.
PEOPLE = {
    ("actor_days", "actor"): (People("active_days", "before_day", "people"),),
    ("doers", "actor"): (People("active_days", "before_day", "people"), People("doer_days", "before_day", "more")),
    ("doers", "advocate"): (People("doer_days", "before_day", "advocates"),),
}


def columns(relation: str) -> set[str]:
    """The columns of a relation whose different people are counted by rollups."""
    return {who for source, who in PEOPLE if source == relation}


def rollups(relation: str, columns: Iterable[str]) -> set[str]:
    """The rollups that count the different people of some columns of a relation."""
    return {names.rollup for who in columns for names in PEOPLE[relation, who]}


class Days:
    """People of cubes of first days, by rollup: in each span, those not active in it before."""

    def __init__(self, cubes: Mapping[str, Cube], kept: Mapping[str, Kept]) -> None:
        self.cubes, self.kept = cubes, kept

    def since(self) -> float:
        """The first day that has a row; infinite where none has."""
        return min(cube.since(self.kept[rollup]) for rollup, cube in self.cubes.items())

    def counted(self, relation: str, who: str, spans: Spans) -> Values:
        """How many people each span has."""
        return np.sum([self._new(*names, spans) for names in PEOPLE[relation, who]], axis=0)

    def _new(self, rollup: str, before: str, people: str, spans: Spans) -> Values:
        """Of each span, the rows of its days whose people were not active before on one of these days."""
        cube, kept = self.cubes[rollup], self.kept[rollup]
        days, counts = cube.dimensions[before], cube.measures[people]
        found = np.zeros(len(spans))
        for number, (span, rows) in enumerate(zip(spans, cube.rows(spans), strict=True)):
            # What is NULL, never before, is not later than any day.
            new = ~(days.values >= span.start)[days.codes[rows]]
            found[number] = counts[rows][new & cube.inside(rows, kept)].sum() if kept else counts[rows][new].sum()
        return found


class Acts:
    """People of a table of their days, for filters that the first days do not know."""

    def __init__(self, table: Table, kept: Kept) -> None:
        self.table, self.kept = table, kept

    def since(self) -> float:
        """The first day that has a row; infinite where none has."""
        starts = self.table.starts
        for block in blocks(int(starts[-1])):
            inside = self.table.inside(block, self.kept)
            if inside.any():
                return float(self.table.first + np.searchsorted(starts, block.start + np.argmax(inside), "right") - 1)
        return np.inf

    def counted(self, relation: str, who: str, spans: Spans) -> Values:
        """How many people each span has."""
        persons = self.table.people[who]
        found = np.zeros(len(spans))
        for number, span in enumerate(spans):
            rows = self.table.rows(span)
            here = np.zeros(len(persons.values), bool)
            here[persons.of(rows)[self.table.inside(rows, self.kept)]] = True
            found[number] = np.count_nonzero(here[:-1])  # The last is NULL, which is nobody.
        return found
