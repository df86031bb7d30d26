"""A record over several lines: a quoted cell goes on until its quote is closed."""

from queries.reading.cells import OPEN, TEXT_AFTER, Dialect, split
from queries.reading.lines import Lines

MOST_LINES = 5_000


def split_record(lines: Lines, number: int, stop: int, dialect: Dialect) -> tuple[list[str], str, int]:
    """Cells, fault and the line after the record that starts in line `number`; one that stays open ends with its first line."""
    quote = (dialect.quote or "").encode()
    cells, fault = split(lines[number], dialect)
    after = number + 1
    while fault == OPEN:
        place = lines.place_of(quote, after, min(stop, number + MOST_LINES))
        if place is None:
            return cells, "a quote that is never closed", after
        if _closes_badly(lines.data[place + 1 : place + 9], dialect):
            return cells, TEXT_AFTER, after
        after = lines.line_at(place) + 1
        cells, fault = split(lines.joined(number, after), dialect)
    return cells, fault, after


def _closes_badly(behind: bytes, dialect: Dialect) -> bool:
    """Whether what stands behind the next quote sign shows at once that it cannot end the cell; most open quotes are told so."""
    if dialect.quote != '"' or dialect.backslash:
        return False
    return bool(behind) and not behind.startswith((b'"', b"\r", b"\n", dialect.delimiter.encode()[:8]))
