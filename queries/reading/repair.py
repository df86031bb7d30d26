"""Repairs that are safe: one edit on a line between two good ones, columns with declared kinds, and only one valid result."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from queries.reading.cells import Dialect, split
from queries.reading.lines import Lines
from queries.reading.profile import Profile
from queries.reading.record import Record

OTHERS = (",", ";", "\t", "|", ", ", "; ", " ")
NARROWEST, KINDS = 3, 3


def repaired(lines: Lines, found: list[Record], profile: Profile) -> list[Record]:
    """The records, with those bad ones made good that allow exactly one repair."""
    if profile.width < NARROWEST or len(profile.declared.kinds) < min(KINDS, profile.width):
        return found
    result = list(found)
    for at, record in enumerate(found):
        if record.cells is None and record.lines == 1 and _isolated(lines, found, at, profile) and not lines.damage(record.line):
            cells = _repair(lines[record.line], profile)
            result[at] = replace(record, cells=cells, reason="", value="") if cells else record
    return result


def _isolated(lines: Lines, found: list[Record], at: int, profile: Profile) -> bool:
    """Damage beside damage is a broken record, not one edit; a row of cells that are not of the declared kinds may be damage too."""
    return all(_good(lines, found[n], -1 if n < at else 0, profile) for n in (at - 1, at + 1) if 0 <= n < len(found))


def _good(lines: Lines, record: Record, end: int, profile: Profile) -> bool:
    """Whether the last (-1) or the first line (0) of a record is of a good row."""
    if record.cells is None or not record.trusted:
        return record.cells is not None and profile.expected(record.cells)
    return profile.expected(split(lines[record.line + (record.lines - 1 if end else 0)], profile.dialect)[0])


def _repair(text: str, profile: Profile) -> tuple[str, ...] | None:
    """The one row that a line becomes by one edit; None where there is none, or a second one, or where a whole cell may be too many."""
    wrapped: list[int] = []
    cells, fault = split(text, profile.dialect, wrapped)
    tries = [] if fault else [*_surplus(cells, wrapped, profile), *_lost(cells, profile)]
    tries += _other_delimiter(text, profile)
    valid = {tuple(made) for made in tries if profile.likely(made)}
    rivals = set() if fault else {tuple(made) for made in _rivals(cells, profile) if profile.likely(made)}
    return valid.pop() if len(valid) == 1 and valid >= rivals and not _decimal(cells, valid, profile) else None


def _rivals(cells: Sequence[str], profile: Profile) -> Iterator[list[str]]:
    """Perhaps not a delimiter is too many, but a whole cell."""
    if len(cells) == profile.width + 1:
        yield from ([*cells[:at], *cells[at + 1 :]] for at in range(len(cells)))


def _decimal(cells: Sequence[str], valid: Iterable[tuple[str, ...]], profile: Profile) -> bool:
    """Whether a repair joins digits that a delimiter parted: that may have been the mark of a decimal number."""
    pairs = pairwise(cells) if len(cells) == profile.width + 1 else ()
    joined = {left + right for left, right in pairs if left[-1:].isdigit() and right[:1].isdigit()}
    return any(cell in joined for made in valid for cell in made if cell not in cells)


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
    kinds = profile.declared.kinds
    for at, cell in enumerate(cells):
        if at in kinds and at + 1 in kinds:
            yield from ([*cells[:at], cell[:cut], cell[cut:], *cells[at + 1 :]] for cut in range(1, len(cell)))


def _other_delimiter(text: str, profile: Profile) -> Iterator[list[str]]:
    """A whole line in another delimiter."""
    own = profile.dialect
    for other in OTHERS:
        if other != own.delimiter and other in text:
            cells, fault = split(text, Dialect(other, own.quote, own.backslash))
            if not fault:
                yield cells
