"""A record over several lines: a quoted cell goes on until its quote is closed."""

from queries.reading.cells import OPEN, Dialect, split
from queries.reading.lines import Lines

MOST_LINES = 5_000


def split_record(lines: Lines, number: int, stop: int, dialect: Dialect) -> tuple[list[str], str, int]:
    """Cells, fault and the line after the record that starts in line `number`; one that stays open ends with its first line."""
    quote = dialect.quote or ""
    cells, fault = split(lines[number], dialect)
    after = number + 1
    while fault == OPEN:
        closing = lines.next_with(quote, after, min(stop, number + MOST_LINES))
        if closing is None:
            return cells, "a quote that is never closed", after
        after = closing + 1
        cells, fault = split(lines.joined(number, after), dialect)
    return cells, fault, after
