"""Headers that are damaged or missing: read only where declared checks bear out, row after row, what the header no longer says."""

import re
from collections.abc import Iterator, Sequence

from queries.reading.cells import Dialect
from queries.reading.header import USUAL, Header, delimiters, plain
from queries.reading.lines import Lines
from queries.reading.model import Wanted

LOOK = 10
LETTER = re.compile(r"\w")


def damaged(lines: Lines, wanted: Sequence[Wanted]) -> list[Header]:
    """Readings of a line that holds all names of a source, each once, and nothing else but signs between them."""
    for number in range(min(len(lines), LOOK)):
        found = []
        for source in wanted:
            if _telling(source) and (names := _names(lines[number], source)):
                found += [Header(number, number + 1, Dialect(d), names, (source,), names) for d in _candidates(lines, number)]
        if found:
            return found
    return []


def missing(lines: Lines, wanted: Sequence[Wanted]) -> list[Header]:
    """Readings of a text without header, for the sources that say that theirs may lack it."""
    tools = [source for source in wanted if len(lines) and source.headerless and _telling(source)]
    return [Header(0, 0, Dialect(d), source.columns, (source,), source.columns) for source in tools for d in _candidates(lines, 0)]


def _telling(source: Wanted) -> bool:
    """Half of the columns are of declared kinds, and no fewer than three."""
    return len({*source.checks, *source.kinds}) >= max(3, len(source.columns) / 2)


def _candidates(lines: Lines, number: int) -> Iterator[str]:
    """Delimiters of the line, and of the one behind it: a damaged header may have another than its rows."""
    seen = dict.fromkeys([*delimiters(lines, number), *(d for d in USUAL if number + 1 < len(lines) and d in lines[number + 1])])
    yield from seen


def _names(text: str, source: Wanted) -> tuple[str, ...]:
    """The names in the order in which they stand in the text; none where one is missing, doubled, or other words are there."""
    names = sorted({plain(name): name for name in source.columns}.items(), key=lambda pair: -len(pair[0]))
    found = re.findall("|".join(re.escape(key) for key, _ in names), plain(text))
    rest = plain(text)
    for name in found:
        rest = rest.replace(name, " ", 1)
    whole = sorted(found) == sorted(key for key, _ in names) and not LETTER.search(rest)
    return tuple(dict(names)[key] for key in found) if whole else ()
