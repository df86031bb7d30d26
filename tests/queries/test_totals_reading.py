"""Columns that come in pieces give what they give as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from queries.totals import Declined
from queries.totals.reading import PIECE, Column, Relation, by_day, dimension, floats, measure, numbers

CUTS = st.lists(st.integers(0, 40), max_size=4)
WHOLE = st.integers(-(2**62), 2**62)


def pieces(values: Sequence[Any], kind: pa.DataType, cuts: Sequence[int]) -> Column:
    edges = [0, *sorted(min(cut, len(values)) for cut in cuts), len(values)]
    return Column(len(values), [pa.array(values[start:end], kind) for start, end in pairwise(edges)])


def told(values: Sequence[Any], kind: pa.DataType, cuts: Sequence[int]) -> list[Any]:
    made = dimension(pieces(values, kind, cuts))
    assert made.values[-1] is None or np.isnan(made.values[-1])
    assert len(set(made.values[:-1])) == len(made.values) - 1
    return [None if code == len(made.values) - 1 else made.values[code] for code in made.codes]


@given(st.lists(st.none() | st.text(max_size=3), max_size=40), CUTS)
def test_texts_come_back_from_their_codes(values: list[str | None], cuts: list[int]) -> None:
    assert told(values, pa.string(), cuts) == values


@given(st.lists(st.none() | st.booleans(), max_size=40), CUTS)
def test_truths_come_back_as_numbers(values: list[bool | None], cuts: list[int]) -> None:
    assert told(values, pa.bool_(), cuts) == values


@given(st.lists(st.none() | st.dates(date(1960, 1, 1), date(2090, 1, 1)), max_size=40), CUTS)
def test_dates_come_back_as_days_since_1970(values: list[date | None], cuts: list[int]) -> None:
    assert told(values, pa.date32(), cuts) == [None if value is None else (value - date(1970, 1, 1)).days for value in values]


@given(st.lists(WHOLE | st.integers(-300, 300), max_size=40), CUTS)
@example([-1, 2**53 + 1], [])
@example([-1, 2**53 + 1], [1])
def test_whole_numbers_stay_what_they_are_in_few_bytes(values: list[int], cuts: list[int]) -> None:
    made = measure(pieces(values, pa.int64(), cuts))
    assert made is not None
    assert made.tolist() == values
    if values and min(values) >= 0 and max(values) < 256:
        assert made.itemsize == 1


@given(st.lists(st.floats(allow_nan=False), max_size=40), CUTS)
def test_other_numbers_stay_what_they_are(values: list[float], cuts: list[int]) -> None:
    made = measure(pieces(values, pa.float64(), cuts))
    assert made is not None
    assert made.tolist() == values


@given(st.lists(st.none() | st.floats(allow_nan=False), max_size=40), CUTS)
def test_numbers_that_may_be_missing_are_floats(values: list[float | None], cuts: list[int]) -> None:
    made = floats(pieces(values, pa.float64(), cuts))
    assert [None if np.isnan(value) else value for value in made] == values


def test_a_column_that_is_missing_everywhere_takes_no_room() -> None:
    assert floats(pieces([None] * 3, pa.float64(), [1])).strides == (0,)


def test_a_sum_that_is_not_known_everywhere_is_none() -> None:
    assert measure(pieces([1, None, 3], pa.int64(), [1])) is None


@given(st.lists(st.none() | st.integers(-50, 5_000), max_size=40), CUTS)
def test_people_are_told_apart_by_their_numbers(values: list[int | None], cuts: list[int]) -> None:
    made = numbers(pieces(values, pa.int32(), cuts))
    nobody = len(made.values) - 1
    assert [code == nobody for code in made.codes] == [value is None for value in values]
    known = [(code, value) for code, value in zip(made.codes.tolist(), values, strict=True) if value is not None]
    assert len({code for code, _ in known}) == len({value for _, value in known}) == len(set(known))


@given(st.lists(st.dates(date(2020, 1, 1), date(2020, 3, 1)), min_size=1, max_size=40), CUTS)
def test_the_rows_of_a_day_lie_between_its_start_and_the_next(values: list[date], cuts: list[int]) -> None:
    values.sort()
    made = by_day(pieces(values, pa.date32(), cuts))
    assert made is not None
    first, starts = made
    assert first == (values[0] - date(1970, 1, 1)).days
    for day in range(len(starts) - 1):
        of_it = values[starts[day] : starts[day + 1]]
        assert all((value - date(1970, 1, 1)).days == first + day for value in of_it)
    assert (starts[0], starts[-1]) == (0, len(values))


def test_rows_out_of_order_are_declined_and_none_are_none() -> None:
    with pytest.raises(Declined, match="not in order"):
        by_day(pieces([date(2020, 1, 2), date(2020, 1, 1)], pa.date32(), [1]))
    assert by_day(Column(0, [])) is None


def test_a_column_of_the_database_comes_as_it_lies() -> None:
    with duckdb.connect() as con:
        con.execute(f"create table t as select i, case when i % 7 > 0 then date '2020-01-01' end as day from range({2 * PIECE + 5}) r(i)")
        found = [value for piece in Relation(con, "t").column("i").pieces for value in piece.to_pylist()]
    assert found == [value for value in range(2 * PIECE + 5) if value % 7]
