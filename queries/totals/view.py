"""A view as stages over totals in memory: the first sums a rollup, each later one computes on what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queries.relations import SIDES
from queries.totals.cube import TIME, Cube, Kept
from queries.totals.group import Stage
from queries.totals.people import Acts, Days
from queries.totals.rows import DAY, First, Rows
from queries.totals.spans import Spans
from queries.totals.values import Columns, Declined, Values


@dataclass(frozen=True)
class Plan:
    """How a view is answered from a cube; `truths` are its columns of true and false. The rows of the `others` come after those of the first."""

    first: First
    stages: tuple[Stage, ...]
    truths: frozenset[str] = frozenset()
    others: tuple[First, ...] = ()

    @property
    def buckets(self) -> bool:
        """Whether it tells apart the buckets of the x axis."""
        return any(first.buckets for first in (self.first, *self.others))

    @property
    def rollups(self) -> tuple[str, ...]:
        """What it reads."""
        return tuple(first.rollup for first in (self.first, *self.others))

    def answer(self, cube: Cube, spans: Spans, kept: Kept) -> dict[str, Values]:
        """The view's columns. `spans` are the buckets of both periods, or the periods where the view has no buckets.

        Raises Declined where a sum is not known for every row.
        """
        return self.together([(self.first, cube, kept)], spans)

    def together(self, parts: Sequence[tuple[First, Cube, Kept]], spans: Spans) -> dict[str, Values]:
        """The same where the first stage is made of several, each with its own cube and the values that count of it."""
        for first, cube, _ in parts:
            if any(aggregate.measure and aggregate.measure not in cube.measures for aggregate in first.aggregates):
                raise Declined("a sum is not known for every row")
        with np.errstate(all="ignore"):
            made = [list(_summed(first, cube, spans, kept).values()) for first, cube, kept in parts]
            names = [name for name, _ in self.first.items]
            return self._stages(
                Columns({name: np.concatenate(pieces) for name, pieces in zip(names, zip(*made, strict=True), strict=True)})
            )

    def counted(self, people: Days | Acts, spans: Spans) -> dict[str, Values]:
        """The same where it counts different people."""
        with np.errstate(all="ignore"):
            return self._stages(_counted(self.first, people, spans))

    def _stages(self, columns: Columns) -> dict[str, Values]:
        made = {self.first.name: columns}
        for stage in self.stages:
            made[stage.name] = stage.run(made[stage.source])
        return dict(made[self.stages[-1].name] if self.stages else columns)


def _summed(first: First, cube: Cube, spans: Spans, kept: Kept) -> Columns:
    """The first stage's columns: a row a group of each grouping set. Sets over the same dimensions share their rows."""
    if first.until:
        spans = spans.since(cube.first)
    if first.last < np.inf:
        spans = spans.up_to(first.last)
    if first.daily:
        spans = spans.daily
    rows: dict[tuple[str, ...], Rows] = {}
    parts, since = [], cube.since(kept) if first.every else np.inf
    measures = {aggregate.measure for aggregate in first.aggregates if aggregate.measure}
    for keys in first.sets:
        by = tuple(sorted({*keys, *first.chooses, *(kept if first.split else ())} - {*TIME, *SIDES, DAY}))
        if by not in rows:
            totals = cube.total(spans, by, {} if first.split else kept, measures)
            rows[by] = Rows(first, cube, spans, totals, since, kept if first.split else None)
        parts.append(rows[by].grouped(keys))
    return Columns({name: np.concatenate([part[name] for part in parts]) for name, _ in first.items})


def _counted(first: First, people: Days | Acts, spans: Spans) -> Columns:
    """The first stage's columns where it counts different people."""
    parts, since = [], people.since() if first.every else -np.inf
    for keys in first.sets:
        asked = Spans(span for span in (spans if "bucket" in keys else spans.whole) if span.end > since)
        counted = [people.counted(first.rollup, aggregate.who, asked) for aggregate in first.aggregates]
        columns = Columns(
            {
                "period": np.array([span.period for span in asked], dtype=object),
                "bucket": np.array([span.bucket if "bucket" in keys else np.nan for span in asked], float),
            }
        )
        columns |= {f"aggregate {number}": found for number, found in enumerate(counted)}
        rows = np.ones(len(asked), bool) if first.every else np.any([found > 0 for found in counted], axis=0)
        parts.append({name: item(columns)[rows] for name, item in first.items})
    return Columns({name: np.concatenate([part[name] for part in parts]) for name, _ in first.items})
