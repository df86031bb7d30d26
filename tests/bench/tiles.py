"""What a tile is for everyone who answers it: its keys, its numbers, and when two answers are the same."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import polars as pl

from queries import registry
from queries.filters import DIMENSIONS, Filters
from tests.bench import shapes
from tests.bench.shapes import Shape

NEAR = 1e-9
PERIODS = ("this", "before")
Table = tuple[list[str], list[tuple[Any, ...]]]  # names of columns, and rows
Rows = dict[tuple[Any, ...], tuple[Any, ...]]


class Different(AssertionError):
    """Two contestants do not answer alike, so that their times must not be compared."""


def shape(tile: str) -> Shape:
    """Of a view's name, as a page asks for it."""
    if tile in shapes.TILES:
        return shapes.TILES[tile]
    unit = next(metric.unit for metric in registry.metrics().values() if metric.view == tile)
    return shapes.MONEY if unit == "money" else shapes.METRIC


def rows(tile: str, answer: Any) -> Rows:
    """An answer by its keys, of a frame of pandas or polars or a Table.

    Rows with neither a number nor anybody are left out: some say "no data" so, others say nothing.
    """
    columns, values = table(answer)
    keys, numbers = ([columns.index(name) for name in names] for names in (shape(tile).keys, shape(tile).numbers))
    found = {}
    for row in values:
        told = tuple(_plain(row[place]) for place in numbers)
        if told[0] is not None or any(told):
            found[tuple(_plain(row[place]) for place in keys)] = told
    return found


def table(answer: Any) -> Table:
    """Names and rows of what a contestant answered."""
    if isinstance(answer, pd.DataFrame):
        return list(answer.columns), list(answer.itertuples(index=False, name=None))
    if isinstance(answer, pl.DataFrame):
        return answer.columns, answer.rows()
    return answer


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return float(value)


def check(answers: Mapping[str, Mapping[str, Rows]], near: float = NEAR) -> None:
    """Raise Different where contestants (name -> tile -> rows) disagree with the first one, beyond `near` relative to the number."""
    (first, asked), *others = answers.items()
    for name, answered in others:
        for tile in answered:
            for key in asked[tile].keys() | answered[tile].keys():
                mine, other = asked[tile].get(key), answered[tile].get(key)
                if mine is None or other is None or not all(map(lambda a, b: _same(a, b, near), mine, other)):
                    raise Different(f"{tile} {key}: {first} says {mine}, {name} says {other}.")


def _same(one: Any, other: Any, near: float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=near, abs_tol=near)
    return bool(one == other)


@dataclass(frozen=True)
class Window:
    """One of the two periods; `shift` days later its days lie over those of the period at hand."""

    name: str
    start: date
    end: date
    shift: int


def windows(filters: Filters) -> list[Window]:
    """The period and what it is compared with."""
    period, before = filters.period, filters.before
    found = [Window("this", period.start, period.end, 0)]
    return found + ([Window("before", before.start, before.end, (period.start - before.start).days)] if before else [])


def chosen(filters: Filters, columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The values that a table with these columns is narrowed to, by column."""
    return {d.column: filters.values(d) for d in DIMENSIONS if filters.values(d) and d.column in set(columns)}


def cells(filters: Filters) -> list[tuple[str, date | None, date]]:
    """Every period, and period and bucket, with its last day: a count of nothing is zero where that is not before the first day."""
    found: list[tuple[str, date | None, date]] = []
    for window in windows(filters):
        found.append((window.name, None, window.end - timedelta(days=1)))
        for bucket in filters.period.buckets():
            end = min(filters.period.bucket_end(bucket), filters.period.end)
            found.append((window.name, bucket, end - timedelta(days=1 + window.shift)))
    return found
