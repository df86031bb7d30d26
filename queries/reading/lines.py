"""Physical lines: a text cut at LF, CR LF and CR, and at nothing else. A line is decoded when somebody asks for it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

LF, CR = 10, 13
NO_ENCODING = "holds bytes of no known encoding"
NUL = "holds NUL bytes"
BLOCK, THREADS = 1 << 22, 2


class Lines:
    """The lines of a UTF-8 text, 0-based here and 1-based wherever people see them. `starts` are their byte offsets, and the end's."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.starts = starts(data)
        self._places = memoryview(self.starts.data)
        # A line is asked for several times in a row: blank? a header? its cells?
        self._last: tuple[int, bytes, str] = (-1, b"", "")

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self._content(number)[1]

    def raw(self, number: int) -> bytes:
        """The bytes of a line, with its end."""
        return self.data[self._places[number] : self._places[number + 1]]

    def place_of(self, sign: bytes, number: int, stop: int) -> int | None:
        """Byte offset of the first such sign in the lines from `number` on, before `stop`."""
        place = self.data.find(sign, self._places[number], self._places[stop]) if number < stop else -1
        return None if place < 0 else place

    def line_at(self, place: int) -> int:
        """The line in which a byte stands."""
        return int(np.searchsorted(self.starts, place, side="right")) - 1

    def _content(self, number: int) -> tuple[bytes, str]:
        at, content, text = self._last
        if at != number:
            raw = self.raw(number)
            content = raw[: len(raw) - len(_end(raw))]
            text = content.decode(errors="replace")
            self._last = number, content, text
        return content, text

    def damage(self, number: int) -> str:
        """What is wrong with the bytes of a line; empty where nothing is."""
        content, text = self._content(number)
        if b"\0" in content:
            return NUL
        return NO_ENCODING if "\ufffd" in text and text.encode() != content else ""

    def joined(self, start: int, stop: int) -> str:
        """Lines `start` to `stop` (excluded) as one text, with the ends between them."""
        raw = self.data[int(self.starts[start]) : int(self.starts[stop])]
        return raw[: len(raw) - len(_end(raw))].decode(errors="replace")

    def ended(self, number: int) -> bool:
        """Whether the line has an end; only the last one may lack it."""
        return bool(self.end(number))

    def end(self, number: int) -> bytes:
        """The line end, as it stands."""
        return _end(self.raw(number))

    def blank(self, number: int) -> bool:
        """Nothing, or spaces only."""
        return not self._content(number)[0].strip(b" ")

    def texts(self, start: int, stop: int) -> Sequence[str]:
        """Lines without their ends."""
        return [self[number] for number in range(start, stop)]


def _end(raw: bytes) -> bytes:
    last = raw[-1:]
    if last == b"\n":
        return b"\r\n" if raw[-2:-1] == b"\r" else last
    return last if last == b"\r" else b""


def starts(data: bytes) -> npt.NDArray[np.int64]:
    """Byte offsets at which lines start, and behind them the length of the text."""
    whole = np.frombuffer(data, np.uint8)
    with ThreadPoolExecutor(THREADS) as pool:
        spread = pool.map if len(whole) > BLOCK else map
        borders = np.concatenate([np.zeros(1, np.int64), *spread(lambda at: _ends(whole, at), range(0, len(whole), BLOCK))])
    return borders if borders[-1] == len(whole) else np.append(borders, len(whole))


def _ends(whole: npt.NDArray[np.uint8], at: int) -> npt.NDArray[np.int64]:
    """Where the lines that end in a block do."""
    block = whole[at : at + BLOCK]
    ends, returns = np.flatnonzero(block == LF), block == CR
    if returns.any():
        places = np.flatnonzero(returns)
        following = places + at + 1
        lone = places[(following >= len(whole)) | (whole[np.minimum(following, len(whole) - 1)] != LF)]
        ends = np.union1d(ends, lone) if len(lone) else ends
    return ends + at + 1
