"""Repairs that are safe: one edit on a line between two good ones, columns with declared kinds, and only one valid result."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from queries.reading.cells import Dialect, split
from queries.reading.lines import Lines
from queries.reading.profile import Profile
from queries.reading.record import Record

OTHERS = (",", ";", "\t", "|", ", ", "; ", " ")
NARROWEST, KINDS = 3, 3


def repaired(lines: Lines, found: list[Record], profile: Profile) -> list[Record]:
    """The records, with those bad ones made good that allow exactly one repair."""
    if profile.width < NARROWEST or len(profile.checks) < min(KINDS, profile.width):
        return found
    result = list(found)
    for at, record in enumerate(found):
        if record.cells is None and record.lines == 1 and _isolated(found, at):
            valid = set(_repairs(lines[record.line], profile))
            result[at] = replace(record, cells=valid.pop(), reason="", value="") if len(valid) == 1 else record
    return result


def _isolated(found: list[Record], at: int) -> bool:
    """Damage beside damage is a broken record, not one edit."""
    return all(found[n].cells is not None for n in (at - 1, at + 1) if 0 <= n < len(found))


def _repairs(text: str, profile: Profile) -> Iterator[tuple[str, ...]]:
    wrapped: list[int] = []
    cells, fault = split(text, profile.dialect, wrapped)
    tries = [] if fault else [*_surplus(cells, wrapped, profile), *_lost(cells, profile)]
    tries += _other_delimiter(text, profile)
    yield from (tuple(cells) for cells in tries if profile.likely(cells))


def _surplus(cells: Sequence[str], wrapped: Sequence[int], profile: Profile) -> Iterator[list[str]]:
    """One delimiter too many: join two cells. One that stands in quotes is whole, and can only be beside an empty one."""
    if len(cells) != profile.width + 1:
        return
    for at in range(profile.width):
        left, right = cells[at], cells[at + 1]
        if left and right and (at in wrapped or at + 1 in wrapped):
            continue
        yield [*cells[:at], left + right, *cells[at + 2 :]]
        if left and right:
            # Perhaps the text held a delimiter and lost its quotes: then there are two readings, and neither is safe.
            yield [*cells[:at], left + profile.dialect.delimiter + right, *cells[at + 2 :]]


def _lost(cells: Sequence[str], profile: Profile) -> Iterator[list[str]]:
    """One delimiter too few: part a cell between two columns of declared kinds."""
    if len(cells) != profile.width - 1:
        return
    for at, cell in enumerate(cells):
        if at in profile.checks and at + 1 in profile.checks:
            yield from ([*cells[:at], cell[:cut], cell[cut:], *cells[at + 1 :]] for cut in range(1, len(cell)))


def _other_delimiter(text: str, profile: Profile) -> Iterator[list[str]]:
    """A whole line in another delimiter."""
    own = profile.dialect
    for other in OTHERS:
        if other != own.delimiter and other in text:
            cells, fault = split(text, Dialect(other, own.quote, own.backslash))
            if not fault:
                yield cells
