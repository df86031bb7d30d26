"""An independent proof that a text is clean, on packed bits: no code is shared with the reader whose work it vouches for.

Proved is, for every record: each quote opens at the start of a cell or closes at its end or is doubled, and the delimiters
outside quotes are one fewer than the columns. Counting delimiters outside quotes is what caught every file that a strict
reader with the right number of lines still got wrong.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.reading import bits
from queries.reading.bits import Bits
from queries.reading.encoding import Buffer
from queries.reading.lines import CR, LF
from queries.reading.ondisk import Bytes, Whole

# A few masks of a block fit into the cache of a processor; of bigger ones the system would give and take the memory every time.
QUOTE, BLOCK, THREADS = 34, 1 << 19, 2


@dataclass(frozen=True)
class Proof:
    """A clean text: how many records and physical lines it has, and how many bytes its cells hold when read.

    `firsts` are the lines (0-based in the text) at which records start, None where every record is one line. `inner` are
    the byte offsets of lines inside quotes that have enough delimiters to be rows. `marks` are some records and their
    offsets, for a look at what was read.
    """

    records: int
    lines: int
    quotes: int
    cell_bytes: int
    newline: str
    firsts: npt.NDArray[np.int64] | None
    inner: tuple[int, ...]
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Part:
    """What one block holds: counts, places, and how its records fit between the blocks beside it."""

    at: int
    records: int
    lines: int
    doubled: int
    head: int
    tail: int
    start: int
    outside: npt.NDArray[np.bool_] | None
    inner: tuple[int, ...]


def prove(data: Buffer, start: int, delimiter: int, width: int) -> Proof | None:
    """The proof for the text from byte `start` on, which ends with LF; None where the text is not clean."""
    whole = Whole(data, start)
    if not len(whole) or whole.at(len(whole) - 1) != LF:
        return None
    if not _begins_clean(whole, delimiter, width):
        return None
    blocks = range(0, len(whole), BLOCK)
    with ThreadPoolExecutor(THREADS) as pool:
        counts = np.array(list(pool.map(lambda at: _counts(whole, at, delimiter), blocks)), np.int64)
        nuls, lone, newlines, pairs, quotes, delimiters, _ = (int(n) for n in counts.sum(axis=0))
        if nuls or lone or quotes % 2:
            return None
        open_at = np.cumsum(counts[:, 4]) - counts[:, 4]
        if not quotes:
            return _without_quotes(whole, counts, newlines, pairs, delimiters, width, start)
        tasks = [(at, bool(opened % 2)) for at, opened in zip(blocks, open_at, strict=True)]
        parts = list(pool.map(lambda task: _part(whole, task[0], task[1], delimiter, width), tasks))
    return _joined(whole, parts, width, start, quotes, pairs)


def _begins_clean(whole: Whole, delimiter: int, width: int) -> bool:
    """Whether the first block may be of a clean text: where a text is damaged throughout, this spares a look at the rest."""
    block = whole.piece(0, BLOCK)
    if (block == QUOTE).any():
        return _part(whole, 0, False, delimiter, width) is not None
    ends = np.flatnonzero(block == LF)
    return not len(ends) or np.count_nonzero(block[: ends[-1]] == delimiter) == (width - 1) * len(ends)


def _counts(whole: Whole, at: int, delimiter: int) -> tuple[int, ...]:
    """NULs, CRs without LF, LFs, CR LFs, quotes and delimiters of a block, and where its first line ends (-1: far away)."""
    longer = whole.piece(at, at + BLOCK + 1)
    block, following = longer[:BLOCK], longer[1:]
    returns, ends = block == CR, block == LF
    total = int(np.count_nonzero(returns))
    pairs = int(np.count_nonzero(returns[: len(following)] & (following == LF))) if total else 0
    newlines, quotes, delimiters = (int(np.count_nonzero(found)) for found in (ends, block == QUOTE, block == delimiter))
    first = int(np.argmax(ends)) if newlines else -1
    return int(block.min() == 0), total - pairs, newlines, pairs, quotes, delimiters, first


def _without_quotes(
    whole: Whole, counts: npt.NDArray[np.int64], newlines: int, pairs: int, delimiters: int, width: int, start: int
) -> Proof | None:
    """No quotes: the delimiters must come out, and the strict reader refuses a record that has too few."""
    if delimiters != (width - 1) * newlines or pairs not in (0, newlines):
        return None
    before = np.cumsum(counts[:, 2]) - counts[:, 2]
    places = np.arange(len(counts)) * BLOCK + counts[:, 6] + 1
    marks = [
        (int(lines) + 1, start + int(place))
        for lines, place, first in zip(before, places, counts[:, 6], strict=True)
        if first >= 0 and place < len(whole)
    ]
    return Proof(newlines, newlines, 0, len(whole) - delimiters - newlines - pairs, "\r\n" if pairs else "\n", None, (), tuple(marks))


def _part(whole: Whole, at: int, opened: bool, delimiter: int, width: int) -> _Part | None:
    block = whole.piece(at, at + BLOCK)
    size = len(block)
    quote, cut, new, back = (bits.packed(block == sign) for sign in (QUOTE, delimiter, LF, CR))
    inside = bits.inside(quote, opened)
    border = (QUOTE, delimiter, LF)
    before = bits.before(quote | cut | new, whole.at(at - 1) in border)
    behind = whole.at(at + size)
    after = bits.after(quote | cut | new | back, behind in (*border, CR), size)
    # The bits beyond the block's end are no bytes.
    if bits.count(quote & inside & ~before) or bits.count(quote & ~inside & ~after):
        return None
    doubled = bits.count(quote & ~inside & bits.after(quote, behind == QUOTE, size))
    places = np.flatnonzero(bits.unpacked((cut | new) & ~inside, size))
    ends = np.flatnonzero(block[places] == LF)
    if len(ends) > 1 and (np.diff(ends) != width).any():
        return None
    outside, inner = _line_breaks(block, new, inside, cut, size, at, width)
    head = int(ends[0]) + 1 if len(ends) else len(places)
    tail = len(places) - int(ends[-1]) - 1 if len(ends) else -1
    first = at + int(places[ends[0]]) + 1 if len(ends) else -1
    return _Part(at, len(ends), bits.count(new), doubled, head, tail, first, outside, inner)


def _line_breaks(
    block: Bytes, new: Bits, inside: Bits, cut: Bits, size: int, at: int, width: int
) -> tuple[npt.NDArray[np.bool_] | None, tuple[int, ...]]:
    """For each LF whether it ends a record (None: all do); and the lines inside quotes that have as many delimiters as a row."""
    if not (new & inside).any():
        return None, ()
    places = np.flatnonzero(bits.unpacked(new, size))
    quoted = bits.unpacked(new & inside, size)[places]
    cuts = np.flatnonzero(bits.unpacked(cut, size))
    counts = np.diff(np.searchsorted(cuts, np.append(places, size)))
    last = np.arange(len(places)) == len(places) - 1
    # A line that runs on into the next block is looked at whatever it has here.
    like_rows = quoted & ((counts >= width - 1) | last)
    return ~quoted, tuple(int(place) + at + 1 for place in places[like_rows])


def _joined(whole: Whole, parts: Sequence[_Part | None], width: int, start: int, quotes: int, pairs: int) -> Proof | None:
    """The parts in order: a record that runs over their borders must come out too."""
    held, records, marks, good = 0, 0, [], []
    for part in parts:
        if part is None:
            return None
        held += part.head
        if part.records:
            if held != width:
                return None
            records += part.records
            if part.start < len(whole):
                marks.append((records - part.records + 1, start + part.start))
            held = part.tail
        good.append(part)
    newline, cost = _newline(whole, good, records) if pairs else ("\n", records)
    if held or not newline:
        return None
    cells = len(whole) - (width - 1) * records - cost - quotes + sum(part.doubled for part in good)
    lines = sum(part.lines for part in good)
    inner = tuple(start + place for part in good for place in part.inner)
    return Proof(records, lines, quotes, cells, newline, _firsts(good) if lines > records else None, inner, tuple(marks))


def _firsts(parts: Sequence[_Part]) -> npt.NDArray[np.int64]:
    outside = np.concatenate([np.ones(part.lines, np.bool_) if part.outside is None else part.outside for part in parts])
    return np.append(0, np.flatnonzero(outside)[:-1] + 1).astype(np.int64)


def _newline(whole: Whole, parts: Sequence[_Part], records: int) -> tuple[str, int]:
    """The one line end that all records have and the bytes that they take; nothing where they are mixed."""
    ends = 0
    for part in parts:
        first = max(0, part.at - 1)
        block = whole.piece(first, part.at + BLOCK)
        places = np.flatnonzero(block[part.at - first :] == LF) + (part.at - first)
        places = places if part.outside is None else places[part.outside]
        ends += int(np.count_nonzero(block[places - 1] == CR))
    return ("\n", records) if ends == 0 else ("\r\n", 2 * records) if ends == records else ("", 0)
