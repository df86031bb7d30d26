"""What the cells of a source's columns look like: it follows from the types of the contract and from how the source writes its values.

The reader tells rows from damage by it and mends what is safe. It judges no value: a cast says what a value is, and where it is none.
"""

import re
from collections.abc import Callable, Sequence

from queries import casting, contract, syntax
from queries.exports import functions
from queries.exports.sources import Source
from queries.settings import Settings

Test = Callable[[str], bool]
LISTED = re.compile(r"""\("?(\w+)"? IN \((('[^']*'(, )?)+)\)\)""")
WORD = re.compile(r"'([^']*)'")
BOOLEAN = "true|false|t|f|yes|no|y|n|1|0"
SHORT = r"\d{1,2}([/.-])\d{1,2}[/.-](\d{2}|\d{4})([ T,].{1,15})?"
# From 1973 on: shorter numbers are counts.
EPOCHS = {"epoch seconds": r"\d{9,11}(\.\d+)?", "epoch milliseconds": r"\d{12,14}(\.\d+)?"}
DIGITS, LETTERS = r"\d{1,2}", r"[^\W\d_]+\.?"
PARTS = {"Y": r"\d{4}", "y": r"\d{2}", "j": r"\d{1,3}", "f": r"\d{1,9}", "g": r"\d{1,9}", "n": r"\d{1,9}", "z": r"([+-]\d{2}:?\d{2}|Z)"}
PARTS |= {**dict.fromkeys("dmHIMSUWuw", DIGITS), **dict.fromkeys("aAbBp", LETTERS), "Z": r"[\w/+-]+", "%": "%"}


def of(source: Source, settings: Settings) -> dict[str, Test]:
    """For each column of the export that the source gives as it stands to a column of a known kind, or reads by a function, a test of a cell."""
    table = contract.tables()[source.fills]
    patterns = {column.name: _pattern(column.type, source, settings) for column in table.given()} | _listed(table)
    empty = frozenset(word.casefold() for word in source.nulls)
    found = {name: patterns[output] for output, name in syntax.as_given(source.select, source.path.name).items() if patterns.get(output)}
    found |= {column: _pattern(functions.TYPES[name], source, settings) for name, column in functions.used(source)}
    return {column: _test(pattern, empty) for column, pattern in found.items()}


def _test(pattern: str, empty: frozenset[str]) -> Test:
    found = re.compile(rf"\s*({pattern})?\s*", re.IGNORECASE).fullmatch
    return lambda cell: found(cell) is not None or cell.strip().casefold() in empty


def _pattern(kind: str, source: Source, settings: Settings) -> str:
    """What a text looks like that the cast takes for a value of this type; nothing for text."""
    if kind == "VARCHAR":
        return ""
    if kind == "BOOLEAN":
        return BOOLEAN
    if kind == casting.DURATION:
        return casting.HOURS.strip("^$")
    if kind == casting.MOMENT:
        return "|".join(f"({pattern})" for pattern in _dates(source.dates or settings.dates))
    mark, thousands = (",", r"\.") if (source.decimal or settings.decimal) == "," else (r"\.", ",")
    return rf"[+-]?(\d+|\d{{1,3}}([ \u00a0\u202f{thousands}]\d{{3}})+)?({mark}\d*)?([eE][+-]?\d+)?( ?%)?"


def _dates(formats: Sequence[str]) -> list[str]:
    """A pattern a format; undeclared dates are ISO 8601 or short ones."""
    iso = casting.ISO.strip("^$")
    return [iso if form == "iso" else EPOCHS.get(form) or _written(form) for form in formats] or [iso, SHORT]


def _written(form: str) -> str:
    """A pattern for the texts of a date format."""
    parts = re.split(r"%-?(.)", form)
    return "".join(re.escape(part) if number % 2 == 0 else PARTS.get(part, ".+?") for number, part in enumerate(parts))


def _listed(table: contract.Table) -> dict[str, str]:
    """Columns that hold one of a few words, as the contract's checks say."""
    found = (LISTED.fullmatch(check) for check in table.checks)
    return {match[1]: "|".join(map(re.escape, WORD.findall(match[2]))) for match in found if match}
