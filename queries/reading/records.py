"""From lines to rows, one record at a time: what does not hold together is rejected by line, and reading goes on at the next line."""

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from queries.reading import neighbours, repair
from queries.reading.cells import OPEN, split
from queries.reading.header import plain
from queries.reading.joining import split_record
from queries.reading.lines import Lines
from queries.reading.model import Limits, Unreadable
from queries.reading.record import SECOND_TABLE, Mask, Record, Shape


def read(lines: Lines, start: int, stop: int, shape: Shape, limits: Limits, trusted: Mask | None = None) -> list[Record]:
    """All records of the lines `start` to `stop`, good and bad, in order; blank lines are in none.

    `trusted` marks the lines (from `start`) that are proved to be rows by themselves: they come back as runs.
    """
    runs = _Runs(start, stop, trusted)
    found = list(_records(lines, start, stop, shape, limits, runs))
    found = neighbours.fragments(lines, found, shape)
    found = repair.repaired(lines, found, shape.profile)
    return found if shape.open_end else neighbours.open_end(lines, found, shape)


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
    known = {plain(name) for name in shape.names} - {""}
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
        text = lines[number]
        if _is_header(text, shape, known):
            reason = f"{SECOND_TABLE}, whose header is line {number + 1:,}"
            yield from (Record(n, 1, None, reason, value=lines[n]) for n in range(number, stop) if not lines.blank(n))
            return
        record, opened = _record(lines, number, stop, shape, limits)
        if doubtful and record.cells is not None:
            doubtful = record.lines > 1 or not (shape.profile.telling and shape.profile.alike(record.cells))
            if doubtful:
                record = replace(record, cells=None, reason="follows a broken quote and is not plainly a row", value=text)
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
    if damage := lines.damage(number) or next((found for n in range(number + 1, after) if (found := lines.damage(n))), ""):
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
