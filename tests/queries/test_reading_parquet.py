"""Parquet files: known by their columns, kept in their types, refused where they are nested, too big or damaged."""

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries.exports.counting import count_lines
from queries.reading import Limits, Unreadable, Unrecognised, Wanted, read_export

SOURCE = Wanted("orders", ("ID", "at"))
MOMENT = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)


def written(place: Path, **columns: pa.Array) -> Path:
    """A Parquet file with checksums."""
    path = place / "orders.parquet"
    pq.write_table(pa.table(columns), path, write_page_checksum=True, compression="none")
    return path


def test_types_are_kept_and_lines_are_row_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, id=pa.array([7, 8]), at=pa.array([MOMENT, None], pa.timestamp("us", tz="UTC")), amount=pa.array([1.5, 2.0]))
    with duckdb.connect() as con:
        made = read_export(con, path, [SOURCE])
        types = con.execute("select column_name, data_type from duckdb_columns() where table_name = 'export_text'").fetchall()
        rows = con.execute("select line, id, amount from export_text").fetchall()
    assert rows == [(1, 7, 1.5), (2, 8, 2.0)] and made.matched == ("orders",)
    assert dict(types)["at"] == "TIMESTAMP WITH TIME ZONE" and made.rows == made.lines == count_lines(path) == 2


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    path = written(tmp_path, id=pa.array([], pa.int64()), at=pa.array([], pa.string()))
    with duckdb.connect() as con:
        assert read_export(con, path, [SOURCE]).rows == 0
        assert con.execute("select count(*), count(id) from export_text").fetchall() == [(0, 0)]
    assert count_lines(path) == 0


def test_nested_columns_are_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, id=pa.array([1]), at=pa.array(["x"]), tags=pa.array([["a", "b"]]))
    with duckdb.connect() as con, pytest.raises(Unreadable, match="'tags' is nested"):
        read_export(con, path, [SOURCE])


def test_caps_and_unknown_columns(tmp_path: Path) -> None:
    path = written(tmp_path, id=pa.array([1, 2, 3]), at=pa.array(["x", "y", "z"]))
    with duckdb.connect() as con:
        with pytest.raises(Unreadable, match="3 rows"):
            read_export(con, path, [SOURCE], Limits(rows=2))
        with pytest.raises(Unrecognised):
            read_export(con, path, [Wanted("other", ("key",))])


def test_every_flipped_bit_of_the_pages_is_refused_or_harmless(tmp_path: Path) -> None:
    path = written(tmp_path, id=pa.array(range(50)), at=pa.array([f"day {n}" for n in range(50)]))
    data = path.read_bytes()
    with duckdb.connect() as con:
        read_export(con, path, [SOURCE])
        rows = con.execute("select * from export_text").fetchall()
        for place in range(4, len(data) - 8, 7):
            path.write_bytes(data[:place] + bytes([data[place] ^ 16]) + data[place + 1 :])
            try:
                read_export(con, path, [SOURCE])
            except (Unreadable, Unrecognised):
                continue
            assert con.execute("select * from export_text").fetchall() == rows
