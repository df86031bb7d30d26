"""Reading a text for a test: through the whole reader, or only through the careful path, without files and tables."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from queries import reading
from queries.exports.counting import count_lines
from queries.reading import Limits, Reading, Wanted, choose, encoding, records
from queries.reading.lines import Lines

Row = tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """Rows as they came out (an empty cell is an empty text), and what was said."""

    rows: list[Row]
    reading: Reading
    lines: list[int]


def read(path: Path, *wanted: Wanted, limits: Limits = Limits()) -> Outcome:
    """Read a file; fails where the account does not close against the independent count."""
    with duckdb.connect(config={"python_enable_replacements": "false"}) as con:
        made = reading.read_export(con, path, wanted, limits)
        found = con.execute("select * from export_text order by line").fetchall()
    taken = made.row_lines + sum(reject.lines for reject in made.rejected)
    assert taken + made.header_lines + made.blank_lines + made.footer_lines == made.lines == count_lines(path)
    assert made.rows == len(found)
    return Outcome([tuple(cell or "" for cell in row[1:]) for row in found], made, [row[0] for row in found])


def read_bytes(place: Path, data: bytes, *wanted: Wanted, name: str = "export.csv", limits: Limits = Limits()) -> Outcome:
    """Read bytes as a file of that name."""
    path = place / name
    path.write_bytes(data)
    return read(path, *wanted, limits=limits)


def good_rows(data: bytes, wanted: Wanted) -> list[Row]:
    """The rows of the careful path alone, quick enough to be asked thousands of times. Raises as the reader does."""
    lines = Lines(encoding.decode(data, Path("none")).data)
    choice = choose.recognise(lines, [wanted], Limits())
    found = records.read(lines, choice.start, len(lines), choice.shape, Limits())
    return [record.cells for record in found if record.cells is not None]
