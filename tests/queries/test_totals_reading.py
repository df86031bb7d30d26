"""Columns that come in pieces give what they give as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from queries.totals import Declined
from queries.totals.reading import PIECE, Coding, Days, Floats, Measure, Numbers, Part, Relation

P = TypeVar("P", bound=Part)
CUTS = st.lists(st.integers(0, 40), max_size=4)
WHOLE = st.integers(-(2**62), 2**62)


def fed(part: Callable[[int], P], values: Sequence[Any], kind: pa.DataType, cuts: Sequence[int]) -> P:
    """A part that was given the values in pieces."""
    made = part(len(values))
    edges = [0, *sorted(min(cut, len(values)) for cut in cuts), len(values)]
    for start, end in pairwise(edges):
        made.add(pa.array(values[start:end], kind))
    return made


def told(values: Sequence[Any], kind: pa.DataType, cuts: Sequence[int]) -> list[Any]:
    made = fed(Coding, values, kind, cuts).dimension()
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
    made = fed(Measure, values, pa.int64(), cuts).values()
    assert made is not None
    assert made.tolist() == values
    if values and min(values) >= 0 and max(values) < 256:
        assert made.itemsize == 1


@given(st.lists(st.floats(allow_nan=False), max_size=40), CUTS)
def test_other_numbers_stay_what_they_are(values: list[float], cuts: list[int]) -> None:
    made = fed(Measure, values, pa.float64(), cuts).values()
    assert made is not None
    assert made.tolist() == values


@given(st.lists(st.none() | st.floats(allow_nan=False), max_size=40), CUTS)
def test_numbers_that_may_be_missing_are_floats(values: list[float | None], cuts: list[int]) -> None:
    made = fed(Floats, values, pa.float64(), cuts).values()
    assert [None if np.isnan(value) else value for value in made] == values


def test_a_column_that_is_missing_everywhere_takes_no_room() -> None:
    assert fed(Floats, [None] * 3, pa.float64(), [1]).values().strides == (0,)


def test_a_sum_that_is_not_known_everywhere_is_none() -> None:
    assert fed(Measure, [1, None, 3], pa.int64(), [1]).values() is None


@given(st.lists(st.none() | st.integers(-50, 5_000), max_size=40), CUTS)
def test_people_are_told_apart_by_their_numbers(values: list[int | None], cuts: list[int]) -> None:
    made = fed(Numbers, values, pa.int32(), cuts).dimension()
    nobody = len(made.values) - 1
    assert [code == nobody for code in made.codes] == [value is None for value in values]
    known = [(code, value) for code, value in zip(made.codes.tolist(), values, strict=True) if value is not None]
    assert len({code for code, _ in known}) == len({value for _, value in known}) == len(set(known))


@given(st.lists(st.dates(date(2020, 1, 1), date(2020, 3, 1)), min_size=1, max_size=40), CUTS)
def test_the_rows_of_a_day_lie_between_its_start_and_the_next(values: list[date], cuts: list[int]) -> None:
    values.sort()
    made = fed(Days, values, pa.date32(), cuts).starts()
    assert made is not None
    first, starts = made
    assert first == (values[0] - date(1970, 1, 1)).days
    for day in range(len(starts) - 1):
        of_it = values[starts[day] : starts[day + 1]]
        assert all((value - date(1970, 1, 1)).days == first + day for value in of_it)
    assert (starts[0], starts[-1]) == (0, len(values))


def test_rows_out_of_order_are_declined_and_none_are_none() -> None:
    with pytest.raises(Declined, match="not in order"):
        fed(Days, [date(2020, 1, 2), date(2020, 1, 1)], pa.date32(), [1]).starts()
    assert Days(0).starts() is None


def test_columns_of_the_database_come_as_they_lie() -> None:
    select = f"select i, i % 5 as five, case when i % 7 > 0 then date '2020-01-01' end as day from range({2 * PIECE + 5}) r(i)"
    with duckdb.connect() as con:
        con.execute(f"create table t as {select}")
        rows = Relation(con, "t")
        number, five = Measure(rows.rows), Measure(rows.rows)
        rows.read({"i": number, "five": five})
    kept = [value for value in range(2 * PIECE + 5) if value % 7]
    found = [None if values is None else values.tolist() for values in (number.values(), five.values())]
    assert found == [kept, [value % 5 for value in kept]]


def test_codes_of_an_enum_are_those_of_the_database_whatever_comes_after_what() -> None:
    with duckdb.connect() as con:
        con.execute("create type size as enum ('small', 'large', 'huge')")
        con.execute("create table t as select x::size as size, date '2020-01-01' as day from unnest(['huge', null, 'small']) u(x)")
        rows = Relation(con, "t")
        coding = Coding(rows.rows)
        rows.read({"size": coding})
    made = coding.dimension()
    assert (made.codes.tolist(), made.values.tolist()) == ([2, 3, 0], ["small", "large", "huge", None])
