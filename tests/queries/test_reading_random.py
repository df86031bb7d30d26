"""Random tables in random dialects and encodings come back cell for cell."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.reading import Wanted, export
from tests.queries.reading_through import Row, read_bytes

LETTERS = st.characters(codec="cp1252", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff")
CELLS = st.text(st.one_of(LETTERS, st.sampled_from(",;\"|\t\n' ")), max_size=12)
NAMES = st.lists(st.from_regex(r"[A-Za-z][a-z]{2,7}", fullmatch=True), min_size=2, max_size=6, unique_by=str.casefold)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Row, list[Row]]:
    """A header and rows of random cells; the first column numbers the rows, as exports do."""
    names = draw(NAMES)
    rows = draw(st.lists(st.tuples(*[CELLS] * (len(names) - 1)), min_size=1, max_size=12))
    return tuple(names), [(str(100_000 + number), *row) for number, row in enumerate(rows)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    table=tables(),
    delimiter=st.sampled_from(",;|\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]),
    always=st.booleans(),
    fast=st.booleans(),
)
def test_random_tables_come_back(table: tuple[Row, list[Row]], delimiter: str, end: str, codec: str, always: bool, fast: bool) -> None:
    header, rows = table
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL)
    writer.writerows([header, *rows])
    small, export.SMALL = export.SMALL, 0 if fast else export.SMALL
    try:
        with tempfile.TemporaryDirectory() as place:
            found = read_bytes(Path(place), text.getvalue().encode(codec), Wanted("table", header))
    finally:
        export.SMALL = small
    assert found.rows == rows and not found.reading.rejected
