"""Damage done to clean exports on purpose: every place of every row, one structural edit at a time."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

Row = tuple[str, ...]
OTHERS = (";", "\t", ", ", " ", "|")


@dataclass(frozen=True)
class Damaged:
    """A damaged text, what was done, in which row (0 is the header) and column."""

    kind: str
    row: int
    column: int
    text: str


def written(cells: Row, delimiter: str = ",", quote: str = '"', always: bool = False) -> list[str]:
    """The cells as they stand in a line, quoted where they must be (or always)."""
    special = (delimiter, quote, "\n", "\r")
    return [quote + c.replace(quote, quote * 2) + quote if always or any(s in c for s in special) else c for c in cells]


def text(rows: list[Row], end: str = "\r\n", delimiter: str = ",", always: bool = False) -> str:
    """Rows as a clean text."""
    return "".join(delimiter.join(written(row, delimiter, always=always)) + end for row in rows)


def lines(rows: list[Row], quoted: frozenset[int] = frozenset()) -> list[list[str]]:
    """The written cells of each row; columns in `quoted` always stand in quotes."""
    return [
        [f'"{c.replace(chr(34), chr(34) * 2)}"' if n in quoted else w for n, (c, w) in enumerate(zip(row, written(row), strict=True))]
        for row in rows
    ]


def by_row(written_rows: list[list[str]], end: str = "\r\n") -> Iterator[Damaged]:
    """Each row in turn: delimiters and quotes more and fewer, a line end in a cell, another delimiter or line end."""
    plain = [",".join(cells) for cells in written_rows]

    def with_row(number: int, line: str, own_end: str = end) -> str:
        ends = [own_end if n == number else end for n in range(len(plain))]
        return "".join((line if n == number else other) + e for n, (other, e) in enumerate(zip(plain, ends, strict=True)))

    for number, cells in enumerate(written_rows):
        for column, cell in enumerate(cells):
            before, after = cells[:column], cells[column + 1 :]
            yield Damaged("delimiter more", number, column, with_row(number, ",".join([*before, cell, "", *after])))
            if after:
                yield Damaged("delimiter less", number, column, with_row(number, ",".join([*before, cell + after[0], *after[1:]])))
            yield Damaged("quote before", number, column, with_row(number, ",".join([*before, '"' + cell, *after])))
            yield Damaged("quote behind", number, column, with_row(number, ",".join([*before, cell + '"', *after])))
            if cell.startswith('"'):
                yield Damaged("quote lost before", number, column, with_row(number, ",".join([*before, cell[1:], *after])))
                yield Damaged("quote lost behind", number, column, with_row(number, ",".join([*before, cell[:-1], *after])))
            yield Damaged("line end in a cell", number, column, with_row(number, ",".join([*before, _broken(cell, end), *after])))
        for other in OTHERS:
            yield Damaged("another delimiter", number, 0, with_row(number, other.join(cells)))
        for other in {"\n", "\r\n", "\r", ""} - {end}:
            yield Damaged("another line end", number, 0, with_row(number, plain[number], other))


def _broken(cell: str, end: str) -> str:
    """An unquoted cell with a line end in its middle; a quoted one with it before its quote, where it is structure."""
    return end + cell if cell.startswith('"') else cell[: len(cell) // 2] + end + cell[len(cell) // 2 :]


def outside_quotes(clean: str) -> list[int]:
    """Places of a clean text that are not inside quotes."""
    places, inside = [], False
    for place, sign in enumerate(clean):
        if sign == '"':
            inside = not inside
        elif not inside:
            places.append(place)
    return places


def rows_of(clean: str, delimiter: str = ",") -> list[Row]:
    """What the standard reader makes of a clean text."""
    return [tuple(row) for row in csv.reader(io.StringIO(clean, newline=""), delimiter=delimiter) if row]
