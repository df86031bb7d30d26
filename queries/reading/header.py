"""Which line is the header: the one that holds the names that a source wants. What stands between the names is the delimiter."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from queries.reading.cells import Dialect
from queries.reading.joining import split_record
from queries.reading.lines import Lines
from queries.reading.model import Unrecognised, Wanted

LOOK = 60
MOST_LINES = 20
USUAL = (",", ";", "\t", "|", ", ", "; ")
BETWEEN = re.compile(r"[^\w\"']+")
SEP = re.compile(r"\"?sep=(.+?)\"?$", re.IGNORECASE)
LONGEST = 4
Row = tuple[tuple[str, ...], int]
# So many names in common make a header close to a source's.
CLOSE = 2


@dataclass(frozen=True)
class Header:
    """A header under one dialect: its first line, the line after it, the names, and the sources that it serves.

    `first` are the names of its first row; where a source declares more rows, `names` has what those add.
    """

    line: int
    stop: int
    dialect: Dialect
    names: tuple[str, ...]
    matched: tuple[Wanted, ...]
    first: tuple[str, ...] = ()


def plain(name: str) -> str:
    """A name as it is compared: composed, trimmed, runs of spaces as one, without letter case."""
    return " ".join(unicodedata.normalize("NFC", name).replace("\ufeff", "").split()).casefold()


def find(lines: Lines, wanted: Sequence[Wanted]) -> list[Header]:
    """Every reading of the first line that serves a source. Raises Unrecognised where no line does."""
    needs = [(source, frozenset(plain(name) for name in source.columns)) for source in wanted]
    closest: tuple[int, tuple[str, ...]] = (CLOSE - 1, ())
    for number in range(min(len(lines), LOOK)):
        if lines.blank(number):
            continue
        found = []
        for dialect, rows in _readings(lines, number, max((source.header_rows for source in wanted), default=1)):
            has = [{plain(name) for name in names} for names, _ in rows]
            able = [(source, need) for source, need in needs if source.delimiter in (None, dialect.delimiter)]
            matched = tuple(source for source, need in able if need <= has[min(source.header_rows, len(rows)) - 1])
            if matched and len(rows[0][0]) > 1:
                names, stop = rows[min(len(rows), max(source.header_rows for source in matched)) - 1]
                found.append(Header(number, stop, dialect, names, matched, rows[0][0]))
            closest = max(closest, (max((len(need & has[0]) for _, need in needs), default=0), rows[0][0]), key=lambda pair: pair[0])
        if found:
            return found
    names = closest[1] or _first_cells(lines)
    raise Unrecognised(names, nearest(names, wanted))


def _first_cells(lines: Lines) -> tuple[str, ...]:
    """What the first line seems to hold, for people to see."""
    number = next((n for n in range(len(lines)) if not lines.blank(n)), None)
    readings = [] if number is None else [rows[0][0] for delimiter in USUAL if (rows := _rows(lines, number, Dialect(delimiter), 1))]
    return max(readings, key=len, default=())


def nearest(names: Sequence[str], wanted: Sequence[Wanted], most: int = 3) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sources that share most names, each with the columns that it misses."""
    has = {plain(name) for name in names}
    gaps = [(source, tuple(c for c in source.columns if plain(c) not in has)) for source in wanted]
    close = [(len(missing) / len(source.columns), source.name, missing) for source, missing in gaps if len(missing) < len(source.columns)]
    return tuple((name, missing) for _, name, missing in sorted(close)[:most])


def _readings(lines: Lines, number: int, most: int) -> Iterator[tuple[Dialect, list[Row]]]:
    """For each dialect the names of the header that starts in a line, if it has one row, two, … up to `most`."""
    for delimiter in delimiters(lines, number):
        for quote in ('"', "'"):
            if quote == "'" and quote not in lines[number]:
                continue
            dialect = Dialect(delimiter, quote)
            if rows := _rows(lines, number, dialect, most):
                yield dialect, rows


def _rows(lines: Lines, number: int, dialect: Dialect, most: int) -> list[Row]:
    """A column without a name in the first rows has that of the next."""
    rows: list[Row] = []
    while number < len(lines) and len(rows) < most:
        if rows and lines.blank(number):
            number += 1
            continue
        cells, fault, number = split_record(lines, number, min(len(lines), number + MOST_LINES), dialect)
        if fault:
            break
        names = tuple(cell.strip().lstrip("\ufeff") for cell in cells)
        before = rows[-1][0] if rows else names
        merged = tuple(name or other for name, other in zip_longest(before, names[: len(before)], fillvalue=""))
        rows.append((merged, number))
    return rows


def delimiters(lines: Lines, number: int) -> list[str]:
    """Usual delimiters and whatever stands between words, as they occur in the line; one that a `sep=` line declares stands first."""
    text = lines[number]
    declared = SEP.match(lines[0]) if number else None
    between = {run for run in BETWEEN.findall(text) if len(run) <= LONGEST}
    between |= {run.strip() for run in between} | {run[0] for run in between}
    found = [*USUAL, *sorted(between - set(USUAL) - {""}, key=lambda run: (-len(run), run))]
    return [declared[1]] if declared else [d for d in found if d in text][:30]
