"""From one line to its cells, under one dialect, and nothing forgiven."""

from dataclasses import dataclass

NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space", ":": "colon"}
OPEN, TEXT_AFTER = "an open quote", "text after a closing quote"
QUOTES = {'"': "double quotes", "'": "single quotes"}


@dataclass(frozen=True)
class Dialect:
    """Delimiter (one or more characters), quote, and how a quote stands inside quotes: doubled, or after a backslash."""

    delimiter: str
    quote: str | None = '"'
    backslash: bool = False
    trailing: bool = False

    def __str__(self) -> str:
        words = [NAMES.get(self.delimiter, repr(self.delimiter)), QUOTES.get(self.quote or "", "no quotes")]
        words += ["backslash escapes"] * self.backslash + ["a delimiter ends each row"] * self.trailing
        return ", ".join(words)


def split(text: str, dialect: Dialect, wrapped: list[int] | None = None) -> tuple[list[str], str]:
    """Cells and what is wrong (empty where nothing is; OPEN where a quoted cell does not end in this text).

    The numbers of the cells that stand in quotes are added to `wrapped`.

    A quote opens only at the start of a cell and closes only at its end. Quotes inside an unquoted cell are text where
    they come in pairs; an odd one may be the remains of damage, and is a fault.
    """
    quote, delimiter = dialect.quote, dialect.delimiter
    if quote is None or quote not in text:
        return text.split(delimiter), ""
    cells: list[str] = []
    at, end = 0, len(text)
    while True:
        if text.startswith(quote, at):
            close = _close(text, at + 1, dialect)
            if close < 0:
                return cells, OPEN
            cell, after = _plain(text[at + 1 : close], dialect), close + 1
            if cell is None:
                return cells, "an escape that can be read two ways"
            if after != end and not text.startswith(delimiter, after):
                return cells, TEXT_AFTER
            if wrapped is not None:
                wrapped.append(len(cells))
        else:
            after = text.find(delimiter, at)
            after = end if after < 0 else after
            cell = text[at:after]
            if quote in cell and (_stray(cell, quote) or cell.lstrip().startswith(quote)):
                return cells, "a stray quote"
        cells.append(cell)
        if after == end:
            return cells, ""
        at = after + len(delimiter)


def _close(text: str, at: int, dialect: Dialect) -> int:
    """Where the quoted cell that starts at `at` ends, or -1."""
    quote = dialect.quote or ""
    while (found := text.find(quote, at)) >= 0:
        if dialect.backslash and _escaped(text, found, at):
            at = found + 1
        elif text.startswith(quote, found + 1) and not dialect.backslash:
            at = found + 2
        elif quote == "'" and not _ends(text, found + 1, dialect):
            # An apostrophe: as a quote this sign is too much of a letter to end a cell in the middle of text.
            at = found + 1
        else:
            return found
    return -1


def _escaped(text: str, found: int, start: int) -> bool:
    backslashes = 0
    while found - backslashes - 1 >= start and text[found - backslashes - 1] == "\\":
        backslashes += 1
    return backslashes % 2 == 1


def _ends(text: str, at: int, dialect: Dialect) -> bool:
    return at == len(text) or text.startswith(dialect.delimiter, at) or text[at] in "\r\n"


def _plain(raw: str, dialect: Dialect) -> str | None:
    """The cell without its escapes; None where tools differ about what was meant."""
    quote = dialect.quote or ""
    if (quote == "'" and '""' in raw) or (dialect.backslash and "\\\\" in raw):
        return None
    if dialect.backslash:
        return raw.replace("\\" + quote, quote)
    return raw.replace(quote + quote, quote)


def _stray(cell: str, quote: str) -> bool:
    if quote == "'":
        return cell.endswith(quote)
    return cell.count(quote) % 2 == 1
