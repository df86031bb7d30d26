"""Lines of a damaged text that are plainly rows by themselves: which they are, and their way into the table. Only the others need care."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from queries.reading import fast
from queries.reading.cells import split
from queries.reading.choose import Choice
from queries.reading.lines import CR, LF, Lines
from queries.reading.model import Limits
from queries.reading.profile import Profile
from queries.reading.record import Mask
from queries.reading.target import Target

QUOTE = 34
BATCH, THREADS = 50_000, 2
BUFFER = 1 << 24
Numbers = npt.NDArray[np.int64]


def trusted(lines: Lines, choice: Choice, stop: int, limits: Limits) -> Mask:
    """For each line from the first row on whether it is plainly a row."""
    profile = choice.shape.profile
    quoted = profile.dialect.quote is not None
    return plain_rows(lines, choice.start, stop, ord(profile.dialect.delimiter), profile.width, quoted, fast.longest(limits))


@contextmanager
def _written(lines: Lines, numbers: Numbers, scratch: Path | None) -> Iterator[Path]:
    """A file of these lines alone, in the folder `scratch`, for the strict reader."""
    breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
    firsts, lasts = numbers[np.append(0, breaks)], numbers[np.append(breaks - 1, len(numbers) - 1)]
    pieces = zip(lines.starts[firsts].tolist(), lines.starts[lasts + 1].tolist(), strict=True)
    with tempfile.TemporaryDirectory(prefix="reading-", dir=scratch) as folder:
        path = Path(folder) / "rows"
        # Many small pieces: without a big buffer each is a call to the system.
        with path.open("wb", buffering=BUFFER) as file:
            file.writelines(memoryview(lines.data)[start:stop] for start, stop in pieces)
        yield path


def load(target: Target, lines: Lines, numbers: Numbers, profile: Profile, limits: Limits) -> None:
    """Load the lines `numbers`, each a row, by way of a file that holds them alone. Raises fast.Differs."""
    newline = "\r\n" if lines.raw(int(numbers[0])).endswith(b"\r\n") else "\n"
    with _written(lines, numbers, target.scratch) as path:
        fast.load(target, path, 0, profile, newline, limits)
    target.put_places(numbers + 1)
    if fast.count(target) != len(numbers):
        raise fast.Differs
    for at in range(0, len(numbers), max(1, len(numbers) // fast.LOOKS)):
        row = target.con.execute(f"select * from {target.cells} where rowid = {at}").fetchall()
        if [cell or None for cell in split(lines[int(numbers[at])], profile.dialect)[0]] != list(row[0]):
            raise fast.Differs


def plain_rows(lines: Lines, start: int, stop: int, delimiter: int, width: int, quoted: bool, longest: int) -> Mask:
    """For each line from `start` to `stop`: the right number of delimiters outside quotes, every quote in its place, no NUL."""
    whole = np.frombuffer(lines.data, np.uint8)
    batches = [lines.starts[at : min(at + BATCH, stop) + 1] for at in range(start, stop, BATCH)]
    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(lambda borders: _rows(whole, borders, delimiter, width, quoted), batches)
        found = np.concatenate([np.zeros(0, np.bool_), *parts])
    found &= np.diff(lines.starts[start : stop + 1]) < longest
    if found.any():
        found &= _ends(whole, lines.starts[start + 1 : stop + 1], int(np.argmax(found)))
    return found


def _ends(whole: npt.NDArray[np.uint8], stops: npt.NDArray[np.int64], model: int) -> Mask:
    """Which lines end as the line `model` does: LF or CR LF; a text with both is read with care."""
    returns = (stops >= 2) & (whole[stops - 2] == CR)
    return (whole[stops - 1] == LF) & (returns == returns[model])


def _rows(whole: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], delimiter: int, width: int, quoted: bool) -> Mask:
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
) -> Mask:
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
    counts = np.diff(at)
    quoted = np.flatnonzero(np.diff(from_quote))
    # Only the delimiters of lines with quotes can be text, and such lines may be few.
    own = counts[quoted]
    line_of_cut = np.repeat(quoted, own)
    held = np.arange(len(line_of_cut)) + np.repeat(at[quoted] - np.cumsum(own) + own, own)
    inside = (np.searchsorted(quotes, cuts[held]) - from_quote[line_of_cut]) % 2 == 1
    text = np.bincount(line_of_cut[inside], minlength=len(even))
    return even & ~misplaced & (counts - text == width - 1)


def _among(signs: npt.NDArray[np.uint8], delimiter: int) -> Mask:
    return (signs == delimiter) | (signs == LF) | (signs == CR) | (signs == QUOTE)
