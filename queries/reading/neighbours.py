"""What a bad record says of the rows beside it: a row may have lost a piece to it, or run on into it, or be cut off at the end."""

from dataclasses import replace

from queries.reading.cells import split
from queries.reading.lines import Lines
from queries.reading.record import NO_END, Record, Shape


def fragments(lines: Lines, found: list[Record], shape: Shape) -> list[Record]:
    """A record of one cell is a piece of a row: the rows beside it may have lost it, unless their cell there is whole."""
    pieces = [n for n, record in enumerate(found) if record.cells is None and record.pieces == 1]
    before, after = {n - 1 for n in pieces}, {n + 1 for n in pieces}
    beside, result = before | after, list[Record]()
    for number, record in enumerate(found):
        if record.lines > 1 and record.cells is not None and not record.trusted:
            record = _joined(lines, record, found[number + 1 : number + 2])
        if number not in beside:
            result.append(record)
            continue
        parts = _parted(lines, record, number in after, number in before, shape)
        if number in after:
            parts[0] = _beside(lines, parts[0], 0, found[number - 1].line, shape)
        if number in before:
            parts[-1] = _beside(lines, parts[-1], -1, found[number + 1].line, shape)
        result += parts
    return result


def _joined(lines: Lines, record: Record, following: list[Record]) -> Record:
    """A row over several lines is not believed where the line behind it has broken quotes."""
    if not following or not following[0].broken:
        return record
    reason = f"runs over lines up to line {following[0].line + 1:,}, whose quotes are broken"
    return replace(record, cells=None, reason=reason, value=lines[record.line])


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


def open_end(lines: Lines, found: list[Record], shape: Shape) -> list[Record]:
    """A last line without an end may be cut off: it is taken only where its last cell can be believed whole."""
    if not found or lines.ended(found[-1].line + found[-1].lines - 1) or found[-1].cells is None:
        return found
    last = found[-1]
    if shape.profile.complete(last.cells or ()):
        return found
    return [*found[:-1], replace(last, cells=None, reason=f"{NO_END}, so it may be cut off", value=lines[last.line])]
