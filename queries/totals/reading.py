"""Columns of the snapshot as arrays: a measure as numbers, a dimension as codes and the values that they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from queries.totals.values import Declined, Values

EPOCH = date(1970, 1, 1)
# Rows that are in memory as the database gives them, beside those that are kept.
PIECE = 122_880
NOBODY = np.iinfo(np.int32).min
SIGNED = (np.int8, np.int16, np.int32)
# Not the widest: beside numbers below nothing it would become a float.
UNSIGNED = (np.uint8, np.uint16, np.uint32)


@dataclass(frozen=True)
class Dimension:
    """A column of the rollup that is no measure: a code a row, and the values by code (NULL is one of them)."""

    codes: npt.NDArray[Any]
    values: Values

    def of(self, rows: slice) -> npt.NDArray[Any]:
        """The codes of some rows."""
        return self.codes[rows]

    def holds(self, values: Sequence[str | None]) -> npt.NDArray[np.bool_]:
        """For each code whether it stands for one of the values."""
        wanted = set(values)
        return np.array([value in wanted for value in self.values], bool)


@dataclass(frozen=True)
class Column:
    """One column of some rows, which comes in pieces: beside what is kept of it there is little in memory."""

    rows: int
    pieces: Iterable[pa.Array]


class Relation:
    """The rows of a relation of the snapshot that have a day, as they lie: in order of their days."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        self._cursor, self._from = cursor, f"from {name} where day is not null"
        self.rows = int(cursor.execute(f"select count(*) {self._from}").fetchall()[0][0])

    def column(self, name: str) -> Column:
        """One column of them."""
        batches = self._cursor.sql(f'select "{name}" {self._from}').to_arrow_reader(PIECE)
        return Column(self.rows, (batch.column(0) for batch in batches))


def by_day(column: Column) -> tuple[int, npt.NDArray[np.int64]] | None:
    """Of rows in order of their dates: the first day since 1970, and the first row of each day from it on (and of the end).

    None where there are no rows. Raises Declined where they are not in order.
    """
    day = _joined(column.rows, (piece.cast(pa.int32()).to_numpy() for piece in column.pieces))
    if not len(day):
        return None
    if (day[1:] < day[:-1]).any():
        raise Declined("its rows are not in order of their days")
    return int(day[0]), np.searchsorted(day, np.arange(day[0], day[-1] + 2, dtype=np.int32))


def measure(column: Column) -> Values | None:
    """Its numbers, whole ones as such; None where one is NULL."""

    def known() -> Iterator[npt.NDArray[Any]]:
        for piece in column.pieces:
            if piece.null_count:
                raise _Unknown
            yield _narrow(piece.to_numpy(zero_copy_only=False))

    try:
        return _joined(column.rows, known())
    except _Unknown:
        return None


def dimension(column: Column) -> Dimension:
    """Codes of a column: an ENUM comes with them; of numbers and truth values the values are floats."""
    known: dict[Any, int] = {}
    texts = False

    def coded() -> Iterator[npt.NDArray[Any]]:
        nonlocal texts
        for piece in column.pieces:
            texts = texts or pa.types.is_string(piece.type) or pa.types.is_dictionary(piece.type)
            found = piece if pa.types.is_dictionary(piece.type) else piece.dictionary_encode()
            codes = np.array([known.setdefault(value, len(known)) for value in [*found.dictionary.to_pylist(), None]])
            places = found.indices.fill_null(len(codes) - 1).to_numpy()
            yield codes.astype(np.min_scalar_type(len(known)))[places]

    joined = _joined(column.rows, coded())
    empty = known.setdefault(None, len(known))
    # What is NULL has the last code.
    onto = np.arange(len(known))
    onto[empty], onto[empty + 1 :] = len(known) - 1, onto[empty:-1].copy()
    values = [value for value in known if value is not None]
    codes = onto.astype(np.min_scalar_type(len(known)))[joined]
    if texts:
        return Dimension(codes, np.array([*values, None], dtype=object))
    return Dimension(codes, np.array([*map(_number, values), np.nan]))


def numbers(column: Column) -> Dimension:
    """Codes of numbers of 32 bits that only need to be told apart, with few gaps between them: the values are the codes."""
    codes = _joined(column.rows, (piece.fill_null(NOBODY).to_numpy().astype(np.int32) for piece in column.pieces))
    nobody = codes == NOBODY
    first, last = codes.min(where=~nobody, initial=0), codes.max(where=~nobody, initial=0)
    size = int(last) - int(first) + 1
    codes -= first
    codes[nobody] = size
    return Dimension(codes, np.append(np.arange(size, dtype=float), np.nan))


def floats(column: Column) -> Values:
    """Its numbers, NaN for NULL, moments as seconds since 1970; a column that is NULL everywhere takes no room."""
    known = False

    def pieces() -> Iterator[Values]:
        nonlocal known
        for piece in column.pieces:
            known = known or piece.null_count < len(piece)
            if pa.types.is_timestamp(piece.type):
                yield piece.cast(pa.int64()).to_numpy(zero_copy_only=False).astype(float) / 1e6
            else:
                yield piece.to_numpy(zero_copy_only=False).astype(float)

    found = _joined(column.rows, pieces())
    return found if known else np.broadcast_to(np.nan, column.rows)


class _Unknown(Exception):
    """A number is NULL."""


def _joined(rows: int, pieces: Iterable[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Pieces one after the other, as wide as the widest."""
    whole, filled = np.zeros(rows, np.uint8), 0
    for piece in pieces:
        whole = whole.astype(np.promote_types(whole.dtype, piece.dtype), copy=False)
        whole[filled : filled + len(piece)] = piece
        filled += len(piece)
    return whole


def _narrow(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Numbers in as few bytes as they need, which join with those of other pieces to whole numbers again."""
    if values.dtype.kind not in "iu":
        return values.astype(float)
    low, high = values.min(initial=0), values.max(initial=0)
    fits = (kind for kind in (SIGNED if low < 0 else UNSIGNED) if low >= np.iinfo(kind).min and high <= np.iinfo(kind).max)
    return values.astype(next(fits, values.dtype))


def _number(value: Any) -> float:
    """A number, a truth value, or a day as the days since 1970."""
    return float(days(value)) if isinstance(value, date) else float(value)


def days(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days
