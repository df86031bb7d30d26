"""A source: one SQL file that says which export it knows and how its columns become a table of the contract."""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from queries import contract, syntax
from queries.trouble import Trouble

SHIPPED = Path(__file__).parents[1] / "sources"
FIELDS = (
    "fills",
    "needs",
    "dates",
    "zone",
    "decimal",
    "null",
    "header rows",
    "footer rows",
    "footer",
    "cells",
    "delimiter",
    "encoding",
    "ragged",
    "open end",
)
REPEATED = ("dates", "cells")
NAMED = re.compile(rf"(?:^|\s{{2,}})({'|'.join(FIELDS)}):\s?", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """What a source file says. `needs` are column names of the export; `select` reads from the relation `export`."""

    name: str
    path: Path
    fills: str
    needs: tuple[str, ...]
    select: str
    digest: str
    dates: tuple[str, ...] = ()
    zone: str | None = None
    decimal: str | None = None
    nulls: tuple[str, ...] = ()
    header_rows: int = 1
    footer_rows: int = 0
    footer: str | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    delimiter: str | None = None
    encoding: str | None = None
    ragged: bool = False
    open_end: bool = False


def read_all(data: Path) -> list[Source]:
    """The user's own sources in the data folder, then the shipped ones. Raises Trouble for a file that is not a source."""
    own = sorted((data / "sources").glob("*.sql"))
    shipped = sorted(SHIPPED.glob("*.sql"))
    return [parse(path) for path in own] + [parse(path, prefix="contract/") for path in shipped]


def chosen(sources: list[Source], matched: tuple[str, ...]) -> list[Source]:
    """The sources that an export feeds: all that match, less a shipped one whose table a user's own source fills."""
    found = [source for source in sources if source.name in matched]
    own = {source.fills for source in found if source.path.parent != SHIPPED}
    return [source for source in found if source.path.parent != SHIPPED or source.fills not in own]


def parse(path: Path, prefix: str = "") -> Source:
    """One source file, checked: its header fields are known, its table and output columns are the contract's."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"The source {path.name} cannot be read: {error}.") from error
    head = dict(_head(text, path.name))
    for name in ("fills", "needs"):
        if name not in head:
            raise Trouble(f"The source {path.name} lacks the line '-- {name}: …'.")
    if head["fills"] not in contract.tables():
        raise Trouble(f"The source {path.name} fills '{head['fills']}'; the tables are {', '.join(contract.tables())}.")
    source = Source(
        name=prefix + path.stem,
        path=path,
        fills=head["fills"],
        needs=_names(head["needs"]),
        select=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        **_optional(head, path.name),
    )
    _check_output(source)
    return source


def _head(text: str, file: str) -> Iterator[tuple[str, str]]:
    """The fields of the leading comment lines; some may be repeated, and are joined by a newline."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("--"):
            break
        parts = NAMED.split(line.removeprefix("--").strip())
        for name, value in zip(parts[1::2], parts[2::2], strict=True):
            found.setdefault(name.lower(), []).append(value.strip())
    for name, values in found.items():
        if len(values) > 1 and name not in REPEATED:
            raise Trouble(f"The source {file} says '{name}' twice.")
        yield name, "\n".join(values)


def _names(text: str) -> tuple[str, ...]:
    """Comma-separated names; one that holds a comma stands in double quotes."""
    row = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(name.strip() for name in row if name.strip())


def _optional(head: Mapping[str, str], file: str) -> dict:
    try:
        return {
            "dates": tuple(d for d in head.get("dates", "").split("\n") if d),
            "zone": None if head.get("zone", "from settings") == "from settings" else head["zone"],
            "decimal": head.get("decimal"),
            "nulls": _names(head.get("null", "")),
            "header_rows": int(head.get("header rows", 1)),
            "footer_rows": int(head.get("footer rows", 0)),
            "footer": _pattern(head["footer"], file) if "footer" in head else None,
            "cells": dict(_cells(head.get("cells", ""), file)),
            "delimiter": head.get("delimiter"),
            "encoding": head.get("encoding"),
            "ragged": head.get("ragged", "no") == "yes",
            "open_end": head.get("open end", "no") == "yes",
        }
    except ValueError as error:
        raise Trouble(f"The source {file} has a header or footer count that is no number.") from error


def _cells(text: str, file: str) -> Iterator[tuple[str, str]]:
    """Column names and the patterns of their cells, a line each: `Order = [A-Z]{2}-[0-9]{4}`."""
    for line in filter(None, text.split("\n")):
        name, mark, pattern = line.partition(" = ")
        if not mark:
            raise Trouble(f"The source {file} says 'cells: {line}'; it must be 'column = pattern'.")
        yield name.strip().strip('"'), _pattern(pattern.strip(), file)


def _pattern(text: str, file: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise Trouble(f"The source {file} has a pattern that is none, {text}: {error}.") from error
    return text


def _check_output(source: Source) -> None:
    table = contract.tables()[source.fills]
    names = syntax.output_names(source.select, source.path.name)
    given = {column.name for column in table.given()}
    for name in names:
        if name not in given:
            raise Trouble(f"The source {source.path.name} gives '{name}', which is not a column of {source.fills} that a source fills.")
    missing = [name for name in table.key if name not in names]
    if missing:
        raise Trouble(f"The source {source.path.name} does not give {', '.join(missing)}, the key of {source.fills}.")
