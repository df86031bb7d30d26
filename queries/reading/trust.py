"""Which lines of a damaged text are plainly rows by themselves, so that only the others need to be read with care."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from queries.reading.lines import CR, LF, Lines

QUOTE = 34
BATCH, THREADS = 50_000, 2


def plain_rows(lines: Lines, start: int, stop: int, delimiter: int, width: int, quoted: bool, longest: int) -> npt.NDArray[np.bool_]:
    """For each line from `start` to `stop`: the right number of delimiters outside quotes, every quote in its place, no NUL."""
    whole = np.frombuffer(lines.data, np.uint8)
    batches = [lines.starts[at : min(at + BATCH, stop) + 1] for at in range(start, stop, BATCH)]
    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(lambda borders: _rows(whole, borders, delimiter, width, quoted), batches)
        found = np.concatenate([np.zeros(0, np.bool_), *parts])
    found &= np.diff(lines.starts[start : stop + 1]) <= longest
    if found.any():
        found &= _ends(whole, lines.starts[start + 1 : stop + 1], int(np.argmax(found)))
    return found


def _ends(whole: npt.NDArray[np.uint8], stops: npt.NDArray[np.int64], model: int) -> npt.NDArray[np.bool_]:
    """Which lines end as the line `model` does: LF or CR LF; a text with both is read with care."""
    returns = (stops >= 2) & (whole[stops - 2] == CR)
    return (whole[stops - 1] == LF) & (returns == returns[model])


def _rows(whole: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], delimiter: int, width: int, quoted: bool) -> npt.NDArray[np.bool_]:
    first = int(starts[0])
    block, borders = whole[first : int(starts[-1])], starts - first
    cuts = np.flatnonzero(block == delimiter)
    quotes = np.flatnonzero(block == QUOTE)
    at = np.searchsorted(cuts, borders)
    good = np.diff(at) == width - 1
    if len(quotes):
        good = _with_quotes(block, borders, cuts, quotes, at, width) if quoted else good & (np.diff(np.searchsorted(quotes, borders)) == 0)
    if not block.min():
        good &= np.diff(np.searchsorted(np.flatnonzero(block == 0), borders)) == 0
    return good


def _with_quotes(
    block: npt.NDArray[np.uint8],
    borders: npt.NDArray[np.int64],
    cuts: npt.NDArray[np.int64],
    quotes: npt.NDArray[np.int64],
    at: npt.NDArray[np.int64],
    width: int,
) -> npt.NDArray[np.bool_]:
    """As `_rows`, where quotes count: a delimiter after an odd number of quotes of its line is text."""
    from_quote = np.searchsorted(quotes, borders)
    line_of = np.repeat(np.arange(len(borders) - 1), np.diff(from_quote))
    even = np.diff(from_quote) % 2 == 0
    opens = (np.arange(len(quotes)) - from_quote[line_of]) % 2 == 0
    before = np.where(quotes > 0, block[quotes - 1], LF)
    after = np.where(quotes + 1 < len(block), block[np.minimum(quotes + 1, len(block) - 1)], LF)
    delimiter = block[cuts[0]] if len(cuts) else LF
    placed = np.where(opens, _among(before, delimiter), _among(after, delimiter))
    misplaced = np.bincount(line_of[~placed], minlength=len(even)) > 0
    line_of_cut = np.repeat(np.arange(len(borders) - 1), np.diff(at))
    inside = (np.searchsorted(quotes, cuts) - from_quote[line_of_cut]) % 2 == 1
    text = np.bincount(line_of_cut[inside], minlength=len(even))
    return even & ~misplaced & (np.diff(at) - text == width - 1)


def _among(signs: npt.NDArray[np.uint8], delimiter: int) -> npt.NDArray[np.bool_]:
    return (signs == delimiter) | (signs == LF) | (signs == CR) | (signs == QUOTE)
