"""From a file to its bytes: what it really is, within the caps on its size, unpacked where it is gzip."""

import mmap
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from queries.reading.encoding import Buffer
from queries.reading.model import Limits, Unreadable
from queries.reading.ondisk import OnDisk

MAGIC = (
    (b"PAR1", "Parquet"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "PDF"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xff\xfe\x00\x00", "UTF-32 text"),
)
HTML = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype html|html|table|\?xml)", re.IGNORECASE)
BLOCK = 1 << 20
# Below this size a well-packed file may stand for much repetition; above it, such packing is a bomb.
HARMLESS = 32_000_000
IN_MEMORY = 1_000_000_000


def kind(path: Path) -> str:
    """`parquet`, `gzip` or `text`. Raises Unreadable where the content is not what the name says."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise Unreadable("The file is empty.")
    found = next((word for magic, word in MAGIC if start.startswith(magic)), "HTML or XML" if HTML.match(start) else "")
    if found == "a zip archive" and _is_workbook(path):
        found = "an Excel workbook"
    ending = path.suffix.lower()
    expected = {".parquet": "Parquet", ".gz": "gzip"}.get(ending, "")
    if found != expected:
        raise Unreadable(f"The name ends in '{ending}', but the content is {found or 'not ' + expected}.")
    return expected.lower() or "text"


def _is_workbook(path: Path) -> bool:
    return zipfile.is_zipfile(path) and any(name.startswith("xl/") for name in zipfile.ZipFile(path).namelist())


@contextmanager
def opened(path: Path, limits: Limits, packed: bool, scratch: Path | None = None) -> Iterator[tuple[Buffer, Path]]:
    """The bytes of the file, or what the gzip file unpacks to, and a path that holds just them. Raises Unreadable."""
    size = path.stat().st_size
    if size > limits.bytes:
        raise Unreadable(f"The file has {size:,} bytes; at most {limits.bytes:,.0f} are read.")
    if not packed:
        with _bytes(path) as data:
            yield data, path
        return
    with tempfile.TemporaryDirectory(prefix="reading-", dir=scratch) as folder:
        plain = Path(folder) / "unpacked"
        _unpack(path, plain, limits)
        with _bytes(plain) as data:
            yield data, plain


@contextmanager
def _bytes(path: Path) -> Iterator[Buffer]:
    """A small file is read at once, a big one as it is asked for, so that it does not fill the memory."""
    if path.stat().st_size < 2 * BLOCK:
        yield path.read_bytes()
        return
    with closing(OnDisk(path)) as data:
        yield data


def held(data: Buffer, scratch: Path | None = None) -> bytes:
    """The bytes in memory, or where they are too many a mapped copy of them, which nobody cuts off."""
    if not isinstance(data, OnDisk) or len(data) <= IN_MEMORY:
        return data[:]
    with tempfile.TemporaryFile(prefix="reading-", dir=scratch) as file:
        for at in range(0, len(data), BLOCK):
            file.write(data[at : at + BLOCK])
        file.flush()
        return cast(bytes, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _unpack(path: Path, plain: Path, limits: Limits) -> None:
    """Unpack into `plain`; stops at the caps, so that a small file cannot fill memory or disk."""
    cap = min(limits.decompressed, max(HARMLESS, path.stat().st_size * limits.ratio))
    size, lines = 0, 0
    with plain.open("wb") as target:
        for part in _parts(path):
            target.write(part)
            size, lines = size + len(part), lines + part.count(b"\n")
            limits.check()
            if size > cap:
                raise Unreadable(f"The gzip file unpacks to more than {cap:,.0f} bytes.")
            if lines > limits.rows:
                raise Unreadable(f"The gzip file holds more than {limits.rows:,.0f} lines.")
    if not size:
        raise Unreadable("The gzip file is empty.")


def _parts(path: Path) -> Iterator[bytes]:
    """Blocks of at most a megabyte; a gzip file may have several members, one after the other."""
    worker, packed = zlib.decompressobj(31), b""
    with path.open("rb") as file:
        while True:
            packed = packed or file.read(BLOCK)
            if not packed:
                break
            if worker.eof:
                worker = zlib.decompressobj(31)
            try:
                yield worker.decompress(packed, BLOCK)
            except zlib.error as error:
                raise Unreadable(f"The gzip file is damaged: {error}.") from error
            packed = worker.unused_data.lstrip(b"\0") if worker.eof else worker.unconsumed_tail
    if not worker.eof:
        raise Unreadable("The gzip file is cut off.")
