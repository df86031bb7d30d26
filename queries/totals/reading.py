"""Columns of the snapshot as arrays: a measure as numbers, a dimension as codes and the values that they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from queries.totals.values import Declined, Values

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Dimension:
    """A column of the rollup that is no measure: a code a row, and the values by code (NULL is one of them)."""

    codes: npt.NDArray[Any]
    values: Values

    def holds(self, values: Sequence[str | None]) -> npt.NDArray[np.bool_]:
        """For each code whether it stands for one of the values."""
        wanted = set(values)
        return np.array([value in wanted for value in self.values], bool)


def column(cursor: duckdb.DuckDBPyConnection, relation: str, name: str) -> pa.ChunkedArray:
    """One column of the rows that have a day, as they lie: relations of a snapshot lie in order of their days.

    A column at a time needs the least memory beside what is kept of it.
    """
    return cursor.sql(f'select "{name}" from {relation} where day is not null').to_arrow_table()[0]


def by_day(column: pa.ChunkedArray) -> tuple[int, npt.NDArray[np.int64]]:
    """Of rows in order of their dates, at least one: the first day since 1970, and the first row of each day from it on (and of the end).

    Raises Declined where they are not.
    """
    day = column.to_numpy().astype("datetime64[D]").astype(np.int64)
    if (day[1:] < day[:-1]).any():
        raise Declined("its rows are not in order of their days")
    return int(day[0]), np.searchsorted(day, np.arange(day[0], day[-1] + 2))


def measure(column: pa.ChunkedArray) -> Values | None:
    """Its numbers, whole ones as such; None where one is NULL."""
    if column.null_count:
        return None
    values = column.to_numpy()
    if values.dtype.kind in "iu":
        return values.astype(np.int32) if abs(values).max() < 2**31 else values
    return values.astype(float)


def dimension(column: pa.ChunkedArray) -> Dimension:
    """Codes of a column: an ENUM comes with them; of numbers and truth values the values are floats."""
    joined = column.combine_chunks()
    coded = joined if pa.types.is_dictionary(joined.type) else joined.dictionary_encode()
    values = coded.dictionary.to_pylist()
    codes = coded.indices.fill_null(len(values)).to_numpy().astype(np.min_scalar_type(len(values)))
    if all(isinstance(value, str) for value in values) and (values or pa.types.is_string(joined.type)):
        return Dimension(codes, np.array([*values, None], dtype=object))
    return Dimension(codes, np.array([*(np.nan if value is None else _number(value) for value in values), np.nan]))


def numbers(column: pa.ChunkedArray) -> Dimension:
    """Codes of values that only need to be told apart: the values are the codes."""
    coded = column.combine_chunks().dictionary_encode()
    size = len(coded.dictionary)
    return Dimension(coded.indices.fill_null(size).to_numpy(), np.append(np.arange(size, dtype=float), np.nan))


def _number(value: Any) -> float:
    """A number, a truth value, or a day as the days since 1970."""
    return float(days(value)) if isinstance(value, date) else float(value)


def days(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days
