"""A clean table polluted by chance, in every kind of way that public surveys of CSV files tell of: each kind is a function of its own."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.queries.damage import Row, lines, written

Kind = Callable[[random.Random, Sequence[Row]], str]
END = "\r\n"
QUOTED = frozenset({6, 7})


@dataclass(frozen=True)
class Polluted:
    """A polluted file, the kind of its pollution, and the number of the file among those of its kind."""

    kind: str
    number: int
    data: bytes


def files(rows: Sequence[Row], each: int, seed: int = 2026) -> Iterator[Polluted]:
    """So many files of every kind, made of a header and rows."""
    for kind, make in KINDS.items():
        rng = random.Random(f"{kind} {seed}")
        for number in range(each):
            yield Polluted(kind, number, make(rng, rows).encode())


def _plain(rows: Sequence[Row]) -> list[str]:
    return [",".join(cells) for cells in lines(list(rows), QUOTED)]


def _text(of: Sequence[str], end: str = END) -> str:
    return "".join(line + end for line in of)


def _row(rng: random.Random, rows: Sequence[Row]) -> int:
    return rng.randrange(1, len(rows))


def _cells_changed(change: Callable[[random.Random, list[str]], list[str]], most: int = 1) -> Kind:
    """Rows of which the written cells are changed: one row, or some."""

    def made(rng: random.Random, rows: Sequence[Row]) -> str:
        of = lines(list(rows), QUOTED)
        for number in rng.sample(range(1, len(of)), rng.randint(1, most)):
            of[number] = change(rng, of[number])
        return _text([",".join(cells) for cells in of])

    return made


def _delimiter_more(rng: random.Random, cells: list[str]) -> list[str]:
    at = rng.randint(0, len(cells))
    return [*cells[:at], *[""] * rng.choice((1, 1, 1, 2, 5)), *cells[at:]]


def _delimiter_less(rng: random.Random, cells: list[str]) -> list[str]:
    at = rng.randrange(len(cells) - 1)
    return [*cells[:at], cells[at] + cells[at + 1], *cells[at + 2 :]]


def _no_delimiters(rng: random.Random, cells: list[str]) -> list[str]:
    return [rng.choice(("", " ")).join(cells)]


def _quote_more(rng: random.Random, cells: list[str]) -> list[str]:
    at, cell = rng.randrange(len(cells)), ""
    cell, place = cells[at], rng.randint(0, len(cells[at]))
    return [*cells[:at], rng.choice(('"' + cell, cell + '"', cell[:place] + '"' + cell[place:])), *cells[at + 1 :]]


def _quote_less(rng: random.Random, cells: list[str]) -> list[str]:
    at = rng.choice([n for n, cell in enumerate(cells) if '"' in cell])
    place = rng.choice([n for n, sign in enumerate(cells[at]) if sign == '"'])
    return [*cells[:at], cells[at][:place] + cells[at][place + 1 :], *cells[at + 1 :]]


def _quotes_lost(rng: random.Random, cells: list[str]) -> list[str]:
    return [cell.strip('"').replace('""', '"') for cell in cells]


def _other_quote(rng: random.Random, cells: list[str]) -> list[str]:
    quote = rng.choice(("'", "`", "“"))
    return [quote + cell[1:-1].replace('""', '"') + quote if cell.startswith('"') else cell for cell in cells]


def _line_end_in_cell(rng: random.Random, cells: list[str]) -> list[str]:
    """Not inside quotes, where it is text."""
    at = rng.randrange(len(cells))
    place = rng.choice((0, len(cells[at]))) if '"' in cells[at] else rng.randint(0, len(cells[at]))
    return [*cells[:at], cells[at][:place] + rng.choice(("\n", "\r\n", "\r")) + cells[at][place:], *cells[at + 1 :]]


def _cells_more(rng: random.Random, cells: list[str]) -> list[str]:
    return [*cells, *rng.choices(("x", "1", "2026-01-01", '"a, b"'), k=rng.randint(1, 3))]


def _cells_less(rng: random.Random, cells: list[str]) -> list[str]:
    return cells[: rng.randrange(1, len(cells))]


def _cell_twice(rng: random.Random, cells: list[str]) -> list[str]:
    at = rng.randrange(len(cells))
    return [*cells[:at], cells[at], *cells[at:]]


def _spaces(rng: random.Random, cells: list[str]) -> list[str]:
    at = rng.randrange(len(cells))
    return [*cells[:at], rng.choice((" " + cells[at], cells[at] + " ", "  " + cells[at])), *cells[at + 1 :]]


def _line_changed(change: Callable[[random.Random, list[str], int], list[str]]) -> Kind:
    """The lines with one of them changed, doubled, emptied …: `change` gives what stands for the line of that number."""

    def made(rng: random.Random, rows: Sequence[Row]) -> str:
        of, number = _plain(rows), _row(rng, rows)
        return _text([*of[:number], *change(rng, of, number), *of[number + 1 :]])

    return made


def _other_delimiter(rng: random.Random, rows: Sequence[Row]) -> str:
    of, number = _plain(rows), _row(rng, rows)
    of[number] = rng.choice((";", "\t", "|", ", ", " ")).join(lines(list(rows), QUOTED)[number])
    return _text(of)


def _delimiter_everywhere(rng: random.Random, rows: Sequence[Row]) -> str:
    mark, always = rng.choice((";", "\t", "|", ":", ", ", "; ", "||", "^", " ", "~")), rng.random() < 0.5
    return _text([mark.join(written(row, mark, always=always)) for row in rows], rng.choice(("\n", END)))


def _quote_everywhere(rng: random.Random, rows: Sequence[Row]) -> str:
    return _text([",".join(written(row, ",", "'", always=rng.random() < 0.5)) for row in rows])


def _escape_everywhere(rng: random.Random, rows: Sequence[Row]) -> str:
    mark = rng.choice(("\\", "", "'"))
    return _text([",".join('"' + cell.replace('"', mark + '"') + '"' for cell in row) for row in rows])


def _end_everywhere(rng: random.Random, rows: Sequence[Row]) -> str:
    return _text(_plain(rows), rng.choice(("\n", "\r", END)))


def _ends_mixed(rng: random.Random, rows: Sequence[Row]) -> str:
    return "".join(line + rng.choice((END, END, "\n", "\r", "\n\n", "\n\r", "\r\r\n")) for line in _plain(rows))


def _end_lost(rng: random.Random, rows: Sequence[Row]) -> str:
    of, number = _plain(rows), _row(rng, rows)
    return _text(of[:number]) + of[number] + _text(of[number + 1 :])


def _preamble(rng: random.Random, rows: Sequence[Row]) -> str:
    words = ("Report of May", "", '"Exported", by hand', "sep=,", ",,,,,,,,", "# of rows: 83", "Unit,,EUR", "Date: 2026-01-01")
    return _text([*rng.choices(words, k=rng.randint(1, 6)), *_plain(rows)])


def _footer(rng: random.Random, rows: Sequence[Row]) -> str:
    words = ("Total: 83 rows", "", ",,,,,,,,", "Total,,996,,,,,,", '"the end"', "(c) 2026, all rights", "--")
    return _text([*_plain(rows), *rng.choices(words, k=rng.randint(1, 4))])


def _headers_more(rng: random.Random, rows: Sequence[Row]) -> str:
    of = _plain(rows)
    units = ",".join(rng.choice(("", "text", "EUR", "unit")) for _ in rows[0])
    return _text([of[0], *rng.choices((of[0], units, of[0].upper()), k=rng.randint(1, 2)), *of[1:]])


def _header_damaged(rng: random.Random, rows: Sequence[Row]) -> str:
    of = _plain(rows)
    change = rng.choice((_delimiter_more, _delimiter_less, _no_delimiters, _quote_more, _cells_less, _cells_more, _spaces))
    return _text([",".join(change(rng, list(rows[0]))), *of[1:]])


def _no_header(rng: random.Random, rows: Sequence[Row]) -> str:
    return _text(_plain(rows)[1:])


def _few_rows(rng: random.Random, rows: Sequence[Row]) -> str:
    return _text(_plain(rows)[: rng.choice((0, 1, 1, 2, 3))])


def _second_table(rng: random.Random, rows: Sequence[Row]) -> str:
    width = len(rows[0]) + rng.choice((-3, -1, 0, 1, 2))
    titled = 1 if width == len(rows[0]) else rng.randint(0, 1)
    second = [tuple([*row, *["more"] * 3][:width]) for row in rng.sample(list(rows[1:]), 10)]
    names = tuple([*rows[0], "col1", "col2", "col3"][:width])
    return _text([*_plain(rows), *[""] * rng.randint(0, 2), *_plain([names] * titled + second)])


def _width_changes(rng: random.Random, rows: Sequence[Row]) -> str:
    of, number, change = lines(list(rows), QUOTED), rng.randrange(len(rows) * 9 // 10, len(rows)), rng.choice((_cells_more, _cells_less))
    return _text([",".join(cells) for cells in [*of[:number], *(change(random.Random(number), cells) for cells in of[number:])]])


def _last_end(rng: random.Random, rows: Sequence[Row]) -> str:
    return _text(_plain(rows)).rstrip() + rng.choice(("", END * 2, "\n", "\n\n\n", " ", "\r", "\x1a"))


def _nul(rng: random.Random, rows: Sequence[Row]) -> str:
    text = rng.choice(("", "\ufeff")) + _text(_plain(rows))
    at = rng.randrange(len(text))
    return text[:at] + "\0" * rng.choice((1, 1, 8)) + text[at:]


def _cut(rng: random.Random, rows: Sequence[Row]) -> str:
    text = _text(_plain(rows))
    return text[: rng.randrange(len(text))]


KINDS: dict[str, Kind] = {
    "delimiter more": _cells_changed(_delimiter_more),
    "delimiters more in some rows": _cells_changed(_delimiter_more, 5),
    "delimiter less": _cells_changed(_delimiter_less),
    "delimiters less in some rows": _cells_changed(_delimiter_less, 5),
    "no delimiters in a row": _cells_changed(_no_delimiters),
    "another delimiter in a row": _other_delimiter,
    "another delimiter": _delimiter_everywhere,
    "quote more": _cells_changed(_quote_more),
    "quotes more in some rows": _cells_changed(_quote_more, 4),
    "quote less": _cells_changed(_quote_less),
    "quotes lost in a row": _cells_changed(_quotes_lost),
    "another quote in a row": _cells_changed(_other_quote),
    "another quote": _quote_everywhere,
    "another escape": _escape_everywhere,
    "another line end": _end_everywhere,
    "mixed line ends": _ends_mixed,
    "line end lost": _end_lost,
    "line end in a cell": _cells_changed(_line_end_in_cell),
    "cells more": _cells_changed(_cells_more, 3),
    "cells less": _cells_changed(_cells_less, 3),
    "a cell twice": _cells_changed(_cell_twice),
    "spaces": _cells_changed(_spaces, 5),
    "empty rows": _line_changed(lambda rng, of, n: [of[n], *rng.choices(("", "", " ", ",,,,,,,,"), k=rng.randint(1, 5))]),
    "a row of signs": _line_changed(
        lambda rng, of, n: [of[n], rng.choice(("-----", "===", '"', '""', ",", "'", "#", "...,...,...")) * rng.randint(1, 3)]
    ),
    "a row twice on a line": _line_changed(lambda rng, of, n: [of[n] + rng.choice(("", ",", ";", " ")) + of[n]]),
    "preamble": _preamble,
    "footer": _footer,
    "header rows more": _headers_more,
    "header damaged": _header_damaged,
    "no header": _no_header,
    "few rows": _few_rows,
    "a second table": _second_table,
    "width changes": _width_changes,
    "last line end": _last_end,
    "NUL bytes": _nul,
    "cut off": _cut,
}
# Files that do not hold all rows, or two of them in one line.
SHORTER = {"cut off", "few rows", "line end lost"}
