"""From the text of an export to rows of a table: what is written at once and what is sifted row by row are the same."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.exports import checking, sources
from queries.settings import Settings

COLUMNS = ("order_id", "person_id", "ordered_at", "amount", "refunded", "currency")
GOOD = ("o-1", "p-1", "2026-03-01 10:00:00+00:00", "12.50", "0", "EUR")
BAD = {0: ["", " "], 2: ["soon", "2026-02-30", ""], 3: ["much", "-5", "1,5"], 4: ["13", "x"]}
Row = tuple[str, ...]


def kept(place: Path, rows: list[Row], quick: bool) -> tuple[list[tuple], list[tuple]]:
    """The rows written and the rejects, with the look at the whole or without it."""
    source = next(s for s in sources.read_all(place) if s.fills == "orders")
    with duckdb.connect() as con, pytest.MonkeyPatch.context() as patch:
        con.execute("set timezone = 'UTC'")
        con.execute("create table rejected (line bigint, column_name varchar, value varchar, reason varchar, source varchar)")
        con.execute(f"create table export_text (line bigint, {', '.join(f'{name} varchar' for name in COLUMNS)})")
        values = [(number, *(cell or None for cell in row)) for number, row in enumerate(rows, 2)]
        con.executemany("insert into export_text values (?, ?, ?, ?, ?, ?, ?)", values)
        if not quick:
            patch.setattr(checking, "_whole", lambda *args: None)
        made = checking.keep(con, COLUMNS, source, Settings(), place / "orders.parquet")
        found = con.execute(f"select * from read_parquet('{place / 'orders.parquet'}') order by line").fetchall()
        assert made.rows == len(found)
        return found, con.execute("select * from rejected order by line").fetchall()


@st.composite
def exports(draw: st.DrawFn) -> list[Row]:
    rows = [list(GOOD) for _ in range(draw(st.integers(1, 6)))]
    for row in rows:
        if draw(st.integers(0, 3)) == 0:
            column = draw(st.sampled_from(sorted(BAD)))
            row[column] = draw(st.sampled_from(BAD[column]))
        row[5] = draw(st.sampled_from(["EUR", " EUR", "EUR\u00a0", "", " "]))
    return [tuple(row) for row in rows]


@given(exports())
@settings(max_examples=60, deadline=None)
def test_what_is_written_at_once_is_what_sifting_gives(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    place = tmp_path_factory.mktemp("parts")
    assert kept(place, rows, quick=True) == kept(place, rows, quick=False)


def test_short_dates_are_found_where_nothing_else_is_wrong(tmp_path: Path) -> None:
    rows = [("o-1", "p-1", "3/13/2026 10:00", "1", "0", "EUR"), ("o-2", "p-1", "3/2/2026 10:00", "1", "0", "EUR")]
    found, rejects = kept(tmp_path, rows, quick=True)
    assert [row[3].isoformat()[:10] for row in found] == ["2026-03-13", "2026-03-02"] and not rejects
