"""From a file's bytes to UTF-8: what the text is written in, found by what its bytes can be."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from queries.reading.model import Unreadable
from queries.reading.ondisk import OnDisk, piece

HIGH = re.compile(rb"[\x80-\xff]")
MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
Buffer = bytes | OnDisk
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BLOCK = 1 << 20
# Western text has few letters above ASCII; a text full of them is in another code page than Windows-1252.
MOST_HIGH = 0.3


@dataclass(frozen=True)
class Text:
    """A text as UTF-8 without a byte order mark, and the encoding it was in.

    `path` is the file that holds just these bytes, where there is one; `clean` is whether all bytes are of that encoding
    (others stay as they are, for their line to be rejected).
    """

    data: Buffer
    encoding: str
    path: Path | None = None
    clean: bool = True


def decode(data: Buffer, path: Path, declared: str | None = None) -> Text:
    """The bytes of a file as Text. Raises Unreadable where the encoding cannot be told or is not the declared one."""
    start = data[:4]
    if declared:
        return _declared(data, path, declared)
    if start.startswith(WIDE_MARKS):
        return _wide(data[2:], "utf-16-le" if start[0] == 0xFF else "utf-16-be")
    if wide := _unmarked(data[:4096]):
        return _wide(data[:], wide)
    if _is_utf8(data):
        marked = start.startswith(codecs.BOM_UTF8)
        return Text(data[3:], "utf-8 with BOM") if marked else Text(data, "utf-8", path)
    return _mixed(data[:].removeprefix(codecs.BOM_UTF8))


def _is_utf8(data: Buffer) -> bool:
    """Blocks of pure ASCII, which are most, are passed over without being decoded."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), BLOCK):
            block = piece(data, at, at + BLOCK)
            if decoder.getstate()[0] or block.max() >= 0x80:
                decoder.decode(block.tobytes())
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: Buffer, path: Path, declared: str) -> Text:
    try:
        name = codecs.lookup(declared).name.removesuffix("-sig")
    except LookupError as error:
        raise Unreadable(f"The declared encoding '{declared}' is not known.") from error
    if name.startswith("utf-16"):
        marked = data[:2] in WIDE_MARKS
        little = data[:2] == codecs.BOM_UTF16_LE if marked else not name.endswith("be")
        return _wide(data[2:] if marked else data[:], "utf-16-le" if little else "utf-16-be")
    if data[:2] in WIDE_MARKS or (data[:3] == codecs.BOM_UTF8 and name != "utf-8"):
        raise Unreadable(f"The encoding is declared as {declared}, but the file begins with the mark of another.")
    if name == "utf-8" and _is_utf8(data):
        return decode(data, path)
    plain = data[:].removeprefix(codecs.BOM_UTF8)
    return _made(plain if name == "utf-8" else plain.decode(name, "surrogateescape").encode("utf-8", "surrogateescape"), name)


def _made(data: bytes, name: str) -> Text:
    return Text(data, name, clean=_is_utf8(data))


def _wide(data: bytes, name: str) -> Text:
    text = data[: len(data) // 2 * 2].decode(name, "surrogatepass").encode("utf-8", "surrogatepass")
    return _made(text + b"\xff" * (len(data) % 2), name)


def _unmarked(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as NULs in every other byte of plain text."""
    for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = sample[place::2], sample[1 - place :: 2]
        if high and high.count(0) > 0.4 * len(high) and not low.count(0):
            return name
    return None


def _mixed(data: bytes) -> Text:
    """Text that is not UTF-8: Windows-1252, or UTF-8 with lines of Windows-1252 in it.

    Where valid UTF-8 beyond ASCII occurs, only the bytes that do not fit are taken for Windows-1252.
    """
    if MULTIBYTE.search(data) and any(_is_utf8(line) for line in data.splitlines() if HIGH.search(line)):
        text = data.decode("utf-8", "or-windows-1252")
        return _made(text.encode("utf-8", "surrogateescape"), "utf-8 and windows-1252")
    high, letters = len(HIGH.findall(data)), len(re.findall(rb"[A-Za-z]", data))
    if high > MOST_HIGH * (high + letters):
        raise Unreadable("The text is neither UTF-8 nor Windows-1252: declare its encoding in the source.")
    return _made(data.decode("cp1252", "surrogateescape").encode("utf-8", "surrogateescape"), "windows-1252")


def _or_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "surrogateescape"), error.start + 1


codecs.register_error("or-windows-1252", _or_windows_1252)
