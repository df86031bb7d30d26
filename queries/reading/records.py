"""From lines to rows, one record at a time: what does not hold together is rejected by line, and reading goes on at the next line."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from queries.reading import repair
from queries.reading.cells import OPEN, split
from queries.reading.header import plain
from queries.reading.joining import split_record
from queries.reading.lines import Lines
from queries.reading.model import Limits, Rejected, Unreadable
from queries.reading.profile import Profile

SHOWN = 200
SECOND_TABLE, NO_END = "belongs to a second table", "has no line end"
Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Record:
    """Lines `line` to `line + lines` (0-based) and what they are: cells, or else a reason with the column and value it is about.

    `pieces` is how many cells a bad record has, `broken` whether its quotes are at fault. A `trusted` record stands for a run of lines that were proved to be a row
    each; its cells are read elsewhere.
    """

    line: int
    lines: int
    cells: tuple[str, ...] | None
    reason: str = ""
    column: int | None = None
    value: str = ""
    trusted: bool = False
    pieces: int = 0
    broken: bool = False

    @property
    def rows(self) -> int:
        """How many rows it gives."""
        return 0 if self.cells is None else self.lines if self.trusted else 1


@dataclass(frozen=True)
class Shape:
    """What a record must look like. `names` are the header's, `ragged` lets short rows pass, `open_end` a last line without end."""

    profile: Profile
    names: tuple[str, ...]
    ragged: bool = False
    open_end: bool = False


def read(lines: Lines, start: int, stop: int, shape: Shape, limits: Limits, trusted: Mask | None = None) -> list[Record]:
    """All records of the lines `start` to `stop`, good and bad, in order; blank lines are in none.

    `trusted` marks the lines (from `start`) that are proved to be rows by themselves: they come back as runs.
    """
    runs = _Runs(start, stop, trusted)
    found = list(_records(lines, start, stop, shape, limits, runs))
    found = _fragments(lines, found, shape)
    found = repair.repaired(lines, found, shape.profile)
    return found if shape.open_end else _open_end(lines, found, shape)


def rejected(record: Record, names: tuple[str, ...]) -> Rejected:
    """A bad record in the words of the account."""
    column = names[record.column] if record.column is not None and record.column < len(names) else ""
    return Rejected(record.line + 1, record.lines, column, record.value[:SHOWN], record.reason)


class _Runs:
    """Where trusted lines go on to."""

    def __init__(self, start: int, stop: int, trusted: Mask | None) -> None:
        self.stop, self.doubtful, self.at = stop, None if trusted is None else (np.flatnonzero(~trusted) + start).tolist(), 0

    def end(self, number: int) -> int:
        """The first line from `number` on that is not trusted; asked with rising numbers."""
        if self.doubtful is None:
            return number
        while self.at < len(self.doubtful) and self.doubtful[self.at] < number:
            self.at += 1
        return self.doubtful[self.at] if self.at < len(self.doubtful) else self.stop


def _records(lines: Lines, start: int, stop: int, shape: Shape, limits: Limits, runs: _Runs) -> Iterator[Record]:
    header = [plain(name) for name in shape.names]
    known = set(header) - {""}
    deadline = time.monotonic() + limits.seconds
    number, doubtful = start, False
    while number < stop:
        if not doubtful and (end := runs.end(number)) > number:
            yield Record(number, end - number, (), trusted=True)
            number = end
            continue
        if lines.blank(number):
            number += 1
            continue
        if _is_header(lines[number], shape, known):
            reason = f"{SECOND_TABLE}, whose header is line {number + 1:,}"
            yield from (Record(n, 1, None, reason, value=lines[n]) for n in range(number, stop) if not lines.blank(n))
            return
        record, opened = _record(lines, number, stop, shape, limits)
        if doubtful and record.cells is not None:
            doubtful = record.lines > 1 or not (shape.profile.telling and shape.profile.alone(lines[number]))
            if doubtful:
                record = replace(record, cells=None, reason="follows a broken quote and is not plainly a row", value=lines[number])
        doubtful = doubtful or opened
        yield record
        number += record.lines
        if time.monotonic() > deadline:
            raise Unreadable(f"Reading took longer than {limits.seconds:g} seconds.")


def _is_header(text: str, shape: Shape, known: set[str]) -> bool:
    """A line of the header's own names, even with some more or fewer of them."""
    first = plain(text[:200].split(shape.profile.dialect.delimiter, 1)[0].strip("\"'"))
    if first not in known:
        return False
    cells = [plain(cell) for cell in split(text, shape.profile.dialect)[0]]
    return sum(cell in known for cell in cells) >= max(2, 0.6 * len(cells))


def _record(lines: Lines, number: int, stop: int, shape: Shape, limits: Limits) -> tuple[Record, bool]:
    """The record that starts here, and whether a quote of it may stay open, so that what follows would be the inside of a cell."""
    profile = shape.profile
    cells, fault, after = split_record(lines, number, stop, profile.dialect)
    text = lines[number]
    if fault:
        pieces = 1 + text.count(profile.dialect.delimiter)
        inside = profile.telling or profile.breaks(text) or split(text, profile.dialect)[1] == OPEN
        return Record(number, 1, None, f"has {fault}", len(cells), text, pieces=pieces, broken=True), inside
    return _judged(lines, number, after - number, profile.fitted(cells), shape, limits), False


def _judged(lines: Lines, number: int, count: int, cells: list[str], shape: Shape, limits: Limits) -> Record:
    profile, after, text = shape.profile, number + count, lines[number]
    if damage := next((found for n in range(number, after) if (found := lines.damage(n))), ""):
        return Record(number, count, None, damage, value=text)
    if count > 1 and any(profile.alone(line) for line in lines.texts(number + 1, after)):
        return Record(number, count, None, "is quoted text over lines that are rows by themselves", value=text)
    if shape.ragged and 0 < len(cells) < profile.width:
        cells = cells + [""] * (profile.width - len(cells))
    if len(cells) != profile.width:
        return Record(number, count, None, f"has {len(cells)} cells instead of {profile.width}", value=text, pieces=len(cells))
    if not any(cells) and number and lines.end(number - 1) == b"\r" and lines.end(number) == b"\n":
        return Record(number, count, None, "is empty, between a CR and its LF", value=text)
    if (wrong := profile.wrong(cells)) is not None:
        return Record(number, count, None, "is not of the kind that this column holds", wrong, cells[wrong])
    if (long := next((n for n, cell in enumerate(cells) if len(cell) > limits.cell), None)) is not None:
        return Record(number, count, None, f"is longer than {limits.cell:,} characters", long, cells[long])
    return Record(number, count, tuple(cells))


def _fragments(lines: Lines, found: list[Record], shape: Shape) -> list[Record]:
    """A record of one cell is a piece of a row: the rows beside it may have lost it, unless their cell there is whole."""
    pieces = [n for n, record in enumerate(found) if record.cells is None and record.pieces == 1]
    before, after = {n - 1 for n in pieces}, {n + 1 for n in pieces}
    result: list[Record] = []
    for number, record in enumerate(found):
        if (
            record.cells is not None
            and record.lines > 1
            and not record.trusted
            and found[number + 1 : number + 2]
            and found[number + 1].broken
        ):
            reason = f"runs over lines up to line {found[number + 1].line + 1:,}, whose quotes are broken"
            record = replace(record, cells=None, reason=reason, value=lines[record.line])
        parts = _parted(lines, record, number in after, number in before, shape)
        if number in after:
            parts[0] = _beside(lines, parts[0], 0, found[number - 1].line, shape)
        if number in before:
            parts[-1] = _beside(lines, parts[-1], -1, found[number + 1].line, shape)
        result += parts
    return result


def _parted(lines: Lines, record: Record, first: bool, last: bool, shape: Shape) -> list[Record]:
    """A run without its first or last line, and those lines as records of their own."""
    if not record.trusted:
        return [record]
    start, stop = record.line, record.line + record.lines
    edges = sorted(({start} if first else set()) | ({stop - 1} if last else set()))
    singles = [Record(n, 1, tuple(split(lines[n], shape.profile.dialect)[0])) for n in edges]
    inner = (start + (start in edges), stop - (stop - 1 in edges))
    run = [Record(inner[0], inner[1] - inner[0], (), trusted=True)] if inner[1] > inner[0] else []
    return sorted([*singles, *run], key=lambda part: part.line)


def _beside(lines: Lines, record: Record, column: int, piece: int, shape: Shape) -> Record:
    if record.cells is None or shape.profile.whole(record.cells, column):
        return record
    reason = f"may have lost a piece to line {piece + 1:,}, which is no row by itself"
    return replace(record, cells=None, reason=reason, value=lines[record.line])


def _open_end(lines: Lines, found: list[Record], shape: Shape) -> list[Record]:
    """A last line without an end may be cut off: it is taken only where its last cell can be believed whole."""
    if not found or lines.ended(found[-1].line + found[-1].lines - 1) or found[-1].cells is None:
        return found
    last = found[-1]
    if shape.profile.complete(last.cells or ()):
        return found
    return [*found[:-1], replace(last, cells=None, reason=f"{NO_END}, so it may be cut off", value=lines[last.line])]
