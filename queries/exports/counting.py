"""How many physical lines a file has: a count that shares no code with the reader, so that neither can hide the other's loss."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import duckdb
import numpy as np

BLOCK, LF = 1 << 20, 10
WIDE = ((b"\xff\xfe", 0), (b"\xfe\xff", 1))


def count_lines(path: Path) -> int:
    """Lines as they end: LF, CR LF or CR, each one end; a last line without an end counts. Rows, where the file is Parquet.

    Raises OSError or EOFError where the file cannot be read to its end.
    """
    with path.open("rb") as file:
        start = file.read(4096)
        file.seek(0)
        if start.startswith(b"PAR1"):
            return _parquet_rows(path)
        if start.startswith(b"\x1f\x8b"):
            with gzip.open(file) as unpacked:
                return _count(_narrow(_blocks(cast(BinaryIO, unpacked))))
        return _count(_narrow(_blocks(file)))


def _parquet_rows(path: Path) -> int:
    with duckdb.connect() as con:
        return con.execute("select coalesce(sum(num_rows), 0)::bigint from parquet_file_metadata($1)", [str(path)]).fetchall()[0][0]


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _narrow(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """One byte a character where the text is UTF-16: its line ends stay, other characters become `x`."""
    rest, keep = b"", None
    for number, block in enumerate(blocks):
        if number == 0:
            keep = _low_byte(block)
        if keep is None:
            yield block
            continue
        block = rest + block
        whole = len(block) - len(block) % 2
        pairs = np.frombuffer(block, np.uint8, whole).reshape(-1, 2)
        rest = block[whole:]
        yield np.where(pairs[:, 1 - keep] == 0, pairs[:, keep], np.uint8(ord("x"))).tobytes()
    if rest:
        yield b"x"


def _low_byte(block: bytes) -> int | None:
    """Where the low byte of each UTF-16 character stands, by byte order mark or by where the NULs are; None for other text."""
    for mark, place in WIDE:
        if block.startswith(mark):
            return place
    sample = block[:4096]
    for place in (0, 1):
        high = sample[1 - place :: 2]
        if high and high.count(0) > 0.4 * len(high) and not sample[place::2].count(0):
            return place
    return None


def _count(blocks: Iterator[bytes]) -> int:
    lines, last = 0, b""
    for block in blocks:
        if not block:
            continue
        if last == b"\r" and block[:1] == b"\n":
            lines -= 1
        # Comparing all bytes at once is quicker than looking for the next of many line ends.
        lines += int(np.count_nonzero(np.frombuffer(block, np.uint8) == LF))
        if b"\r" in block:
            lines += block.count(b"\r") - block.count(b"\r\n")
        last = block[-1:]
    return lines + (last not in (b"", b"\n", b"\r"))
