"""Columns of the snapshot as arrays: a measure as numbers, a dimension as codes and the values that they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from queries.totals.values import Declined, Values

EPOCH = date(1970, 1, 1)
# Rows that are in memory as the database gives them, beside those that are kept.
PIECE = 40_960
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


class Part(Protocol):
    """What is kept of one column, which comes in pieces: beside it there is little in memory."""

    def add(self, piece: pa.Array) -> None:
        """Take the next rows."""


class Relation:
    """The rows of a relation of the snapshot that have a day, as they lie: in order of their days."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        self._cursor, self._from = cursor, f"from {name} where day is not null"
        self.rows = int(cursor.execute(f"select count(*) {self._from}").fetchall()[0][0])

    def read(self, parts: Mapping[str, Part]) -> None:
        """Fill a part of each of these columns, all in one pass over the rows."""
        names = ", ".join(f'"{name}"' for name in parts)
        for batch in self._cursor.sql(f"select {names} {self._from}").to_arrow_reader(PIECE):
            for part, piece in zip(parts.values(), batch.columns, strict=True):
                part.add(piece)


class _Joined:
    """Arrays one after the other, as wide as the widest, of so many rows in all."""

    def __init__(self, rows: int) -> None:
        self.whole: npt.NDArray[Any] = np.zeros(rows, np.uint8)
        self._filled = 0

    def append(self, piece: npt.NDArray[Any]) -> None:
        """Add the next rows."""
        self.whole = self.whole.astype(np.promote_types(self.whole.dtype, piece.dtype), copy=False)
        self.whole[self._filled : self._filled + len(piece)] = piece
        self._filled += len(piece)


class Days:
    """Dates of rows in order of them."""

    def __init__(self, rows: int) -> None:
        self._joined = _Joined(rows)

    def add(self, piece: pa.Array) -> None:
        """Take the next rows."""
        self._joined.append(piece.cast(pa.int32()).to_numpy())

    def starts(self) -> tuple[int, npt.NDArray[np.int64]] | None:
        """The first day since 1970, and the first row of each day from it on (and of the end); None where there are no rows.

        Raises Declined where they are not in order.
        """
        day = self._joined.whole
        if not len(day):
            return None
        if (day[1:] < day[:-1]).any():
            raise Declined("its rows are not in order of their days")
        return int(day[0]), np.searchsorted(day, np.arange(day[0], day[-1] + 2, dtype=np.int32))


class Measure:
    """Numbers, whole ones as such."""

    def __init__(self, rows: int) -> None:
        self._joined, self._known = _Joined(rows), True

    def add(self, piece: pa.Array) -> None:
        """Take the next rows."""
        self._known = self._known and not piece.null_count
        if self._known:
            self._joined.append(_narrow(piece.to_numpy(zero_copy_only=False)))

    def values(self) -> Values | None:
        """The numbers in as few bytes as they need; None where one is NULL."""
        return self._joined.whole if self._known else None


class Coding:
    """Codes of a column: an ENUM comes with them; of numbers and truth values the values are floats."""

    def __init__(self, rows: int) -> None:
        self._joined, self._known = _Joined(rows), dict[Any, int]()
        self._texts = False
        self._last: pa.Array | None = None
        self._codes: npt.NDArray[Any] = np.zeros(0, np.intp)

    def add(self, piece: pa.Array) -> None:
        """Take the next rows."""
        self._texts = self._texts or pa.types.is_string(piece.type) or pa.types.is_dictionary(piece.type)
        found = piece if pa.types.is_dictionary(piece.type) else piece.dictionary_encode()
        if self._last is None or not found.dictionary.equals(self._last):
            self._last = found.dictionary
            self._codes = np.array([self._known.setdefault(value, len(self._known)) for value in [*self._last.to_pylist(), None]])
        places = found.indices.fill_null(len(self._codes) - 1).to_numpy()
        self._joined.append(_through(self._codes, places, len(self._known)))

    def dimension(self) -> Dimension:
        """The codes of the rows, and the values that they stand for; what is NULL has the last code."""
        empty = self._known.setdefault(None, len(self._known))
        onto = np.arange(len(self._known))
        onto[empty], onto[empty + 1 :] = len(self._known) - 1, onto[empty:-1].copy()
        values = [value for value in self._known if value is not None]
        codes = _through(onto, self._joined.whole, len(self._known))
        if self._texts:
            return Dimension(codes, np.array([*values, None], dtype=object))
        return Dimension(codes, np.array([*map(_number, values), np.nan]))


class Numbers:
    """Numbers of 32 bits that only need to be told apart, with few gaps between them."""

    def __init__(self, rows: int) -> None:
        self._joined = _Joined(rows)

    def add(self, piece: pa.Array) -> None:
        """Take the next rows."""
        self._joined.append(piece.fill_null(NOBODY).to_numpy().astype(np.int32))

    def dimension(self) -> Dimension:
        """Codes of them: the values are the codes."""
        codes = self._joined.whole.astype(np.int32, copy=False)
        nobody = codes == NOBODY
        first, last = codes.min(where=~nobody, initial=0), codes.max(where=~nobody, initial=0)
        size = int(last) - int(first) + 1
        codes -= first
        codes[nobody] = size
        return Dimension(codes, np.append(np.arange(size, dtype=float), np.nan))


class Floats:
    """Numbers, NaN for NULL, moments as seconds since 1970."""

    def __init__(self, rows: int) -> None:
        self._joined, self._rows, self._known = _Joined(rows), rows, False

    def add(self, piece: pa.Array) -> None:
        """Take the next rows."""
        self._known = self._known or piece.null_count < len(piece)
        if pa.types.is_timestamp(piece.type):
            self._joined.append(piece.cast(pa.int64()).to_numpy(zero_copy_only=False).astype(float) / 1e6)
        else:
            self._joined.append(piece.to_numpy(zero_copy_only=False).astype(float))

    def values(self) -> Values:
        """The numbers; where all are NULL they take no room."""
        return self._joined.whole if self._known else np.broadcast_to(np.nan, self._rows)


def _through(codes: npt.NDArray[Any], places: npt.NDArray[Any], known: int) -> npt.NDArray[Any]:
    """The code at each place, of so many; mostly each place is its code already."""
    narrow = np.min_scalar_type(known)
    if np.array_equal(codes, np.arange(len(codes))):
        return places.astype(narrow, copy=False)
    return codes.astype(narrow)[places]


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
