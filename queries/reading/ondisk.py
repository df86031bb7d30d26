"""A text in a file, read piece by piece as it is asked for: a file that is cut off meanwhile is an error here, where a mapped one ends the process."""

import os
from pathlib import Path
from typing import SupportsIndex

import numpy as np
import numpy.typing as npt

from queries.reading.model import Interrupted

BLOCK = 1 << 20
LF = 10
Bytes = npt.NDArray[np.uint8]


class OnDisk:
    """The bytes of a file of the size that it had at first. Raises Interrupted where some of them are gone."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self._size = os.fstat(self._file.fileno()).st_size

    def __len__(self) -> int:
        return self._size

    def close(self) -> None:
        """Nothing can be read any more."""
        self._file.close()

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        found = self._read(stop - start, start)
        if len(found) != max(0, stop - start):
            raise Interrupted("The file was cut off while it was read.")
        return found

    def _read(self, size: int, at: int) -> bytes:
        """One call gives two gigabytes at most, and none needs to be put together where it gives all."""
        found = os.pread(self._file.fileno(), size, at) if size > 0 else b""
        while found and len(found) < size and (more := os.pread(self._file.fileno(), size - len(found), at + len(found))):
            found += more
        return found

    def find(self, sign: bytes, start: SupportsIndex = 0) -> int:
        """Where the one byte `sign` stands first, from `start` on; -1 where it does not."""
        for at in range(int(start), self._size, BLOCK):
            if (place := self[at : at + BLOCK].find(sign)) >= 0:
                return at + place
        return -1


def piece(data: bytes | OnDisk, start: int, stop: int) -> Bytes:
    """Bytes `start` to `stop` (excluded) as numbers, without a copy where they are in memory."""
    return np.frombuffer(data[start:stop] if isinstance(data, OnDisk) else memoryview(data)[start:stop], np.uint8)


class Whole:
    """The text behind its header, as numbers, a piece at a time."""

    def __init__(self, data: bytes | OnDisk, start: int) -> None:
        self.data, self.start, self.size = data, start, len(data) - start

    def __len__(self) -> int:
        return self.size

    def piece(self, start: int, stop: int) -> Bytes:
        """The bytes from `start` up to `stop` or the end."""
        return piece(self.data, self.start + start, self.start + stop)

    def at(self, place: int, beyond: int = LF) -> int:
        """The byte at a place, and `beyond` where the text has ended or not begun."""
        return int(self.piece(place, place + 1)[0]) if 0 <= place < self.size else beyond
