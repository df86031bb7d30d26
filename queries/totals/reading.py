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

    def holds(self, values: Sequence[str | None]) -> npt.NDArray[np.bool_]:
        """For each code whether it stands for one of the values."""
        wanted = set(values)
        return np.array([value in wanted for value in self.values], bool)


def column(cursor: duckdb.DuckDBPyConnection, relation: str, name: str) -> Iterator[pa.Array]:
    """One column of the rows that have a day, as they lie: relations of a snapshot lie in order of their days.

    It comes in pieces, so that beside what is kept of it there is little in memory.
    """
    for batch in cursor.sql(f'select "{name}" from {relation} where day is not null').to_arrow_reader(PIECE):
        yield batch.column(0)


def by_day(column: Iterable[pa.Array]) -> tuple[int, npt.NDArray[np.int64]] | None:
    """Of rows in order of their dates: the first day since 1970, and the first row of each day from it on (and of the end).

    None where there are no rows. Raises Declined where they are not in order.
    """
    day = _joined([piece.cast(pa.int32()).to_numpy() for piece in column])
    if not len(day):
        return None
    if (day[1:] < day[:-1]).any():
        raise Declined("its rows are not in order of their days")
    return int(day[0]), np.searchsorted(day, np.arange(day[0], day[-1] + 2, dtype=np.int32))


def measure(column: Iterable[pa.Array]) -> Values | None:
    """Its numbers, whole ones as such; None where one is NULL."""
    pieces = []
    for piece in column:
        if piece.null_count:
            return None
        pieces.append(_narrow(piece.to_numpy(zero_copy_only=False)))
    return _joined(pieces)


def dimension(column: Iterable[pa.Array]) -> Dimension:
    """Codes of a column: an ENUM comes with them; of numbers and truth values the values are floats."""
    known: dict[Any, int] = {}
    pieces, texts = [], False
    for piece in column:
        texts = texts or pa.types.is_string(piece.type) or pa.types.is_dictionary(piece.type)
        coded = piece if pa.types.is_dictionary(piece.type) else piece.dictionary_encode()
        codes = np.array([known.setdefault(value, len(known)) for value in [*coded.dictionary.to_pylist(), None]])
        places = coded.indices.fill_null(len(codes) - 1).to_numpy()
        pieces.append(codes.astype(np.min_scalar_type(len(known)))[places])
    empty = known.setdefault(None, len(known))
    # What is NULL has the last code.
    onto = np.arange(len(known))
    onto[empty], onto[empty + 1 :] = len(known) - 1, onto[empty:-1].copy()
    values = [value for value in known if value is not None]
    codes = onto.astype(np.min_scalar_type(len(known)))[_joined(pieces)]
    if texts:
        return Dimension(codes, np.array([*values, None], dtype=object))
    return Dimension(codes, np.array([*map(_number, values), np.nan]))


def numbers(column: Iterable[pa.Array]) -> Dimension:
    """Codes of numbers of 32 bits that only need to be told apart, with few gaps between them: the values are the codes."""
    codes = _joined([piece.fill_null(NOBODY).to_numpy().astype(np.int32) for piece in column])
    nobody = codes == NOBODY
    first, last = codes.min(where=~nobody, initial=0), codes.max(where=~nobody, initial=0)
    size = int(last) - int(first) + 1
    codes -= first
    codes[nobody] = size
    return Dimension(codes, np.append(np.arange(size, dtype=float), np.nan))


def _joined(pieces: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int32)


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
