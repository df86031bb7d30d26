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

from queries.reading.lines import CR, LF, Buffer

Bits = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
QUOTE, BLOCK, WORD, THREADS = 34, 1 << 21, 64, 2
ONE = np.uint64(1)
TOP = np.uint64(63)


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
    whole = np.frombuffer(data, np.uint8)[start:]
    if not len(whole) or whole[-1] != LF:
        return None
    blocks = range(0, len(whole), BLOCK)
    with ThreadPoolExecutor(THREADS) as pool:
        counts = np.array(list(pool.map(lambda at: _counts(whole, at, delimiter), blocks)), np.int64)
        nuls, lone, newlines, pairs, quotes, delimiters = (int(n) for n in counts.sum(axis=0))
        if nuls or lone or quotes % 2:
            return None
        open_at = np.cumsum(counts[:, 4]) - counts[:, 4]
        if not quotes:
            return _without_quotes(whole, counts, newlines, pairs, delimiters, width, start)
        tasks = [(at, bool(opened % 2)) for at, opened in zip(blocks, open_at, strict=True)]
        parts = list(pool.map(lambda task: _part(whole, task[0], task[1], delimiter, width), tasks))
    return _joined(whole, parts, width, start, quotes, pairs)


def _counts(whole: Bytes, at: int, delimiter: int) -> tuple[int, ...]:
    """NULs, CRs without LF, LFs, CR LFs, quotes and delimiters of a block."""
    block = whole[at : at + BLOCK]
    returns = block == CR
    total = int(np.count_nonzero(returns))
    pairs = 0
    if total:
        following = whole[at + 1 : at + len(block) + 1]
        pairs = int(np.count_nonzero(returns[: len(following)] & (following == LF)))
    found = (np.count_nonzero(block == sign) for sign in (LF, QUOTE, delimiter))
    newlines, quotes, delimiters = (int(n) for n in found)
    return int(block.min() == 0), total - pairs, newlines, pairs, quotes, delimiters


def _without_quotes(
    whole: Bytes, counts: npt.NDArray[np.int64], newlines: int, pairs: int, delimiters: int, width: int, start: int
) -> Proof | None:
    """No quotes: the delimiters must come out, and the strict reader refuses a record that has too few."""
    if delimiters != (width - 1) * newlines or pairs not in (0, newlines):
        return None
    before = np.cumsum(counts[:, 2]) - counts[:, 2]
    marks = []
    for number, lines in enumerate(before):
        at = number * BLOCK
        end = np.flatnonzero(whole[at : at + 100_000] == LF)[:1]
        if len(end) and at + end[0] + 1 < len(whole):
            marks.append((int(lines) + 1, start + at + int(end[0]) + 1))
    return Proof(newlines, newlines, 0, len(whole) - delimiters - newlines - pairs, "\r\n" if pairs else "\n", None, (), tuple(marks))


def _packed(mask: npt.NDArray[np.bool_]) -> Bits:
    bits = np.packbits(mask, bitorder="little")
    padded = np.zeros(-(-len(mask) // WORD) * 8, np.uint8)
    padded[: len(bits)] = bits
    return padded.view(np.uint64)


def _unpacked(bits: Bits, size: int) -> npt.NDArray[np.bool_]:
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def _inside(quotes: Bits, opened: bool) -> Bits:
    """Whether a byte is inside quotes: the parity of the quotes up to it and with it (so an opening quote is, a closing one is not)."""
    parity = quotes.copy()
    for step in (1, 2, 4, 8, 16, 32):
        parity ^= parity << np.uint64(step)
    odd = parity >> TOP
    carry = np.bitwise_xor.accumulate(odd) ^ odd ^ np.uint64(opened)
    return parity ^ (np.uint64(0) - carry)


def _before(bits: Bits, first: bool) -> Bits:
    """Each bit of the byte before it; `first` is that before the block."""
    moved = bits << ONE
    moved[1:] |= bits[:-1] >> TOP
    moved[0] |= np.uint64(first)
    return moved


def _after(bits: Bits, last: bool, size: int) -> Bits:
    """Each bit of the byte after it; `last` is that after the block."""
    moved = bits >> ONE
    moved[:-1] |= bits[1:] << TOP
    moved[-1] |= np.uint64(last) << np.uint64((size - 1) % WORD)
    return moved


def _count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum())


def _part(whole: Bytes, at: int, opened: bool, delimiter: int, width: int) -> _Part | None:
    block = whole[at : at + BLOCK]
    size = len(block)
    quote, cut, new, back = (_packed(block == sign) for sign in (QUOTE, delimiter, LF, CR))
    inside = _inside(quote, opened)
    border = (QUOTE, delimiter, LF)
    before = _before(quote | cut | new, at == 0 or int(whole[at - 1]) in border)
    behind = int(whole[at + size]) if at + size < len(whole) else LF
    after = _after(quote | cut | new | back, behind in (*border, CR), size)
    # The bits beyond the block's end are no bytes.
    if _count(quote & inside & ~before) or _count(quote & ~inside & ~after):
        return None
    doubled = _count(quote & ~inside & _after(quote, behind == QUOTE, size))
    places = np.flatnonzero(_unpacked((cut | new) & ~inside, size))
    ends = np.flatnonzero(block[places] == LF)
    if len(ends) > 1 and (np.diff(ends) != width).any():
        return None
    outside, inner = _line_breaks(block, new, inside, cut, size, at, width)
    head = int(ends[0]) + 1 if len(ends) else len(places)
    tail = len(places) - int(ends[-1]) - 1 if len(ends) else -1
    first = at + int(places[ends[0]]) + 1 if len(ends) else -1
    return _Part(at, len(ends), _count(new), doubled, head, tail, first, outside, inner)


def _line_breaks(
    block: Bytes, new: Bits, inside: Bits, cut: Bits, size: int, at: int, width: int
) -> tuple[npt.NDArray[np.bool_] | None, tuple[int, ...]]:
    """For each LF whether it ends a record (None: all do); and the lines inside quotes that have as many delimiters as a row."""
    if not (new & inside).any():
        return None, ()
    places = np.flatnonzero(_unpacked(new, size))
    quoted = _unpacked(new & inside, size)[places]
    cuts = np.flatnonzero(_unpacked(cut, size))
    counts = np.diff(np.searchsorted(cuts, np.append(places, size)))
    last = np.arange(len(places)) == len(places) - 1
    # A line that runs on into the next block is looked at whatever it has here.
    like_rows = quoted & ((counts >= width - 1) | last)
    return ~quoted, tuple(int(place) + at + 1 for place in places[like_rows])


def _joined(whole: Bytes, parts: Sequence[_Part | None], width: int, start: int, quotes: int, pairs: int) -> Proof | None:
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


def _newline(whole: Bytes, parts: Sequence[_Part], records: int) -> tuple[str, int]:
    """The one line end that all records have and the bytes that they take; nothing where they are mixed."""
    ends = 0
    for part in parts:
        block = whole[part.at : part.at + BLOCK]
        places = np.flatnonzero(block == LF) + part.at
        places = places if part.outside is None else places[part.outside]
        ends += int(np.count_nonzero(whole[places - 1] == CR))
    return ("\n", records) if ends == 0 else ("\r\n", 2 * records) if ends == records else ("", 0)
