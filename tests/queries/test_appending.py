"""Rows that lie in order of time already are inserted as they lie, and the table is the same as if they had been sorted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from queries import contract
from queries.settings import Settings
from queries.tables import appending, building, coding, filling
from queries.tables.filling import Given

START = datetime(2026, 1, 1, tzinfo=UTC)
Moments = list[int | None]
# Minutes after the start at which the orders of each file were made; None: the file does not tell.
FILES = st.lists(st.lists(st.none() | st.integers(0, 5), max_size=7), min_size=1, max_size=3)
SORTED = FILES.map(lambda files: [sorted(file, key=lambda minute: -1 if minute is None else minute) for file in files])


@settings(max_examples=15)
@given(FILES | SORTED)
@example([[0, 1, 2, 3], [4, 5]])
@example([[4, 5], [0, 1, 2, 3]])
@example([[0, 3], [3, 3], [3, 4]])
@example([[None, 0], [1, 2]])
@example([[0, 1], [None, 2]])
@example([[0, 2], [1, 3]])
@example([[], [0, 1, 2]])
def test_a_table_is_the_same_whether_its_rows_are_sorted_or_lay_in_order(files):
    with TemporaryDirectory() as folder:
        rows = _written(Path(folder), files)
        with _database(Path(folder) / "sorted", rows) as con, patch.object(appending, "pieces", return_value=[]):
            filling.fill(con, rows, Settings())
            expected = con.execute("select * from orders").fetchall()
        with _database(Path(folder) / "appended", rows) as con, patch.object(appending, "PIECE", 2):
            filling.fill(con, rows, Settings())
            found = con.execute("select * from orders").fetchall()
            assert con.execute("select current_setting('disabled_optimizers')").fetchall() == [("",)]
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
    assert [row[2] for row in found] == [row[2] for row in expected]


@pytest.mark.parametrize(
    ("files", "order"),
    [
        ([[0, 1, 2, 3], [4, 5]], [0, 1, 2, 3, 4, 5]),
        ([[4, 5], [0, 1, 2, 3]], [0, 1, 2, 3, 4, 5]),
        ([[None, 0], [1, 2]], [None, 0, 1, 2]),
        ([[0, 1], [], [1, 2]], [0, 1, 1, 2]),
    ],
    ids=["one after the other", "in another order", "without a moment", "one empty"],
)
def test_the_pieces_are_all_rows_in_order_of_time(tmp_path, files, order):
    rows = _written(tmp_path, files)
    with duckdb.connect() as con, patch.object(appending, "PIECE", 3):
        con.execute("set timezone = 'UTC'")
        pieces = appending.pieces(con, "orders", rows.paths)
        found = [at for piece in pieces for (at,) in con.execute(f"select ordered_at from {piece}").fetchall()]
    assert [None if at is None else (at - START) // timedelta(minutes=1) for at in found] == order


@pytest.mark.parametrize(
    "files", [[[1, 0, 2, 3]], [[0, 2], [1, 3]], [[0, 1], [None, 2]]], ids=["in one file", "between two", "without a moment"]
)
def test_rows_that_do_not_lie_in_order_are_no_pieces(tmp_path, files):
    rows = _written(tmp_path, files)
    with duckdb.connect() as con, patch.object(appending, "PIECE", 2):
        assert appending.pieces(con, "orders", rows.paths) == []


def test_few_rows_and_people_who_are_numbered_are_no_pieces(tmp_path):
    rows = _written(tmp_path, [[0, 1, 2]])
    with duckdb.connect() as con, patch.object(appending, "PIECE", 2):
        assert appending.pieces(con, "orders", rows.paths)
        assert appending.pieces(con, "people", rows.paths) == []
        assert appending.pieces(con, "identities", rows.paths) == []
    with duckdb.connect() as con, patch.object(appending, "PIECE", 3):
        assert appending.pieces(con, "orders", rows.paths) == []


def test_rows_that_a_join_has_mixed_are_sorted_after_all(tmp_path):
    rows = _written(tmp_path, [[0, 1], [2, 3]])
    with _database(tmp_path / "mixed", rows) as con, patch.object(appending, "PIECE", 1):
        pieces = appending.pieces(con, "orders", rows.paths)
        with patch.object(appending, "pieces", return_value=pieces[::-1]):
            filling.fill(con, rows, Settings())
        assert con.execute("select ordered_at from orders").fetchall() == [(START + timedelta(minutes=minute),) for minute in range(4)]


def test_a_piece_that_fails_ends_the_load_and_leaves_the_settings_as_they_were(tmp_path):
    rows = _written(tmp_path, [[0, 1], [2, 3]])
    with _database(tmp_path / "failing", rows) as con, patch.object(appending, "PIECE", 1):
        threads = con.execute("select current_setting('threads')").fetchall()
        pieces = appending.pieces(con, "orders", rows.paths)
        with pytest.raises(duckdb.Error):
            appending.append(con, "orders", [*pieces[:2], "no_such_rows", *pieces[2:]], Settings(), handles=False)
        assert con.execute("select current_setting('threads')").fetchall() == threads


def _database(path: Path, rows: Given) -> duckdb.DuckDBPyConnection:
    """The tables, with two people and a file of orders to fill in."""
    con = building.connect(path)
    with building.together(con):
        coding.create(con, coding.values(con, {"orders": rows.relation}) | {"segment": {"new", "old"}})
        con.execute(building.ACCOUNT)
        con.execute("insert into people (person_id, segment, number, is_staff) values ('a', 'new', 0, false), ('b', 'old', 1, false)")
    return con


def _written(folder: Path, files: list[Moments]) -> Given:
    """Parts of orders, whose keys fall so that nothing but a look tells that none is there twice."""
    paths = []
    for number, minutes in enumerate(files):
        moments = [None if minute is None else START + timedelta(minutes=minute) for minute in minutes]
        columns = {
            **{column.name: pa.nulls(len(minutes), _type(column)) for column in contract.tables()["orders"].given()},
            "line": pa.array(range(2, len(minutes) + 2), pa.int64()),
            "order_id": pa.array([f"{9 - number} {9 - line}" for line in range(len(minutes))], pa.string()),
            "person_id": pa.array(["abc"[line % 3] for line in range(len(minutes))], pa.string()),
            "ordered_at": pa.array(moments, pa.timestamp("us", "UTC")),
        }
        paths.append(folder / f"{number}.orders.parquet")
        pq.write_table(pa.table(columns), paths[-1])
    return Given("orders", tuple(paths), tuple(path.name for path in paths))


def _type(column: contract.Column) -> pa.DataType:
    return pa.string() if column.type == "VARCHAR" else pa.float64()
