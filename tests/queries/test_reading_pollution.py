"""Pollution of many kinds: no row comes out that the clean table does not hold, and the rows that are missing are rejected by line."""

import re
from collections import Counter
from pathlib import Path

import pytest

from queries.reading import Unreadable, Unrecognised, Wanted
from tests.queries import pollution
from tests.queries.reading_through import good_rows, read_bytes
from tests.queries.test_reading_damage import CHECKS, HEADER, catalogue

ROWS = catalogue(40)
WRITTEN = Counter(ROWS[1:])
# A row of words or sums and one in signs that may be quotes are rows, as far as anything tells, where no kinds are declared.
ONLY_KINDS_TELL = {"another quote in a row", "footer", "header rows more"}
UNCHANGED = {
    "another line end",
    "mixed line ends",
    "empty rows",
    "a row of signs",
    "preamble",
    "footer",
    "header rows more",
    "another delimiter",
    "no header",
}


def wrong_rows(file: pollution.Polluted, source: Wanted) -> Counter:
    """What comes out and was not written; spaces around a cell do not count."""
    try:
        return Counter(tuple(map(str.strip, row)) for row in good_rows(file.data, source)) - WRITTEN
    except (Unreadable, Unrecognised):
        return Counter()


@pytest.mark.parametrize("declared", ["checks", "kinds", ""])
def test_no_kind_of_pollution_brings_a_wrong_row(declared: str) -> None:
    source = Wanted("catalogue", HEADER, headerless=bool(declared), **({declared: CHECKS} if declared else {}))
    for file in pollution.files(ROWS, 6):
        if declared or file.kind not in ONLY_KINDS_TELL:
            wrong = wrong_rows(file, source)
            assert not [row for row in wrong if declared != "kinds" or cast(row)], (file.kind, file.number)


def cast(row: tuple[str, ...]) -> bool:
    """Whether the cast that follows a reading by kinds alone would take the row."""
    return all(re.fullmatch(pattern, row[HEADER.index(name)]) for name, pattern in CHECKS.items())


def test_every_line_of_every_kind_is_accounted_for(tmp_path: Path) -> None:
    source = Wanted("catalogue", HEADER, checks=CHECKS, headerless=True)
    for file in pollution.files(ROWS, 3, seed=7):
        try:
            found = read_bytes(tmp_path, file.data, source)
        except (Unreadable, Unrecognised):
            continue
        missing = (WRITTEN - Counter(tuple(map(str.strip, row)) for row in found.rows)).total()
        assert file.kind in pollution.SHORTER or missing <= sum(reject.lines for reject in found.reading.rejected), file
        assert file.kind not in UNCHANGED or not missing, file
