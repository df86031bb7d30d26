"""From lines to rows, one record at a time: what does not hold together is rejected by line, and reading goes on at the next line."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from queries.reading import neighbours, repair
from queries.reading.again import HeaderAgain
from queries.reading.cells import OPEN, split
from queries.reading.joining import split_record
from queries.reading.lines import Lines
from queries.reading.model import Limits
from queries.reading.record import SECOND_TABLE, Mask, Record, Shape


def read(lines: Lines, start: int, stop: int, shape: Shape, limits: Limits, trusted: Mask | None = None) -> list[Record]:
    """All records of the lines `start` to `stop`, good and bad, in order; lines that hold nothing but delimiters are in none.

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
    profile, header_again = shape.profile, HeaderAgain(shape.names, shape.profile.dialect)
    number, doubtful, none_yet = start, False, True
    filling = f" {profile.dialect.delimiter}" if profile.width > 1 else " "
    while number < stop:
        if not doubtful and (end := runs.end(number)) > number:
            yield Record(number, end - number, (), trusted=True)
            number, none_yet = end, False
            continue
        text = lines[number]
        if not text.strip(filling):
            number += 1
            continue
        if header_again(text):
            if none_yet:
                yield Record(number, 1, None, "repeats the header", value=text)
                number += 1
                continue
            reason = f"{SECOND_TABLE}, whose header is line {number + 1:,}"
            yield from (Record(n, 1, None, reason, value=lines[n]) for n in range(number, stop) if lines[n].strip(filling))
            return
        if doubtful and runs.end(number) > number and profile.plainly(split(text, profile.dialect)[0]):
            doubtful = False
            continue
        record, opened = _record(lines, number, stop, shape, limits)
        if doubtful and record.cells is not None:
            doubtful = record.lines > 1 or not profile.plainly(record.cells)
            if doubtful:
                record = replace(record, cells=None, reason="follows a broken quote and is not plainly a row", value=text)
        doubtful, none_yet = doubtful or opened, none_yet and record.cells is None
        yield record
        number += record.lines
        limits.check()


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
