"""Damaged files, each loaded on its own: what must come out, what did, and whether anything was lost in silence."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from queries import loading, snapshot
from queries.trouble import Trouble
from tests.real.folders import SHARED

DAMAGED = SHARED / "malformed"
# Text columns of the table that takes the cells, whatever they mean.
CELLS = ("author_id", "author_role", "format", "topic", "headline", "text", "campaign_id", "test_id", "variant")
NAMES = ("DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments")
# What two twins say and their files do not: another telephone number, and a line break in a cell that is a plain \n.
WRONG_IN_TWIN = {"location_coordinates": ("1234567890", "2095257564"), "newlines_crlf": (r"\r\n", r"\n")}
Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Damaged:
    """A damaged file, the columns that its twin declares and the rows that must come out, cells without outer blanks."""

    path: Path
    columns: tuple[str, ...]
    header_rows: int
    rows: Rows


@dataclass(frozen=True)
class Outcome:
    """What became of a file. `verdict` is 'right', 'refused', 'rows rejected' or 'silent'; `said` is the reason given."""

    file: str
    verdict: str
    said: str


def files() -> list[Damaged]:
    """All damaged files: the two collections, in order of their names."""
    return [*_spectrum(), *_pollock()]


def _spectrum() -> Iterator[Damaged]:
    for path in sorted((DAMAGED / "csv-spectrum" / "csvs").glob("*.csv")):
        text = (DAMAGED / "csv-spectrum" / "json" / f"{path.stem}.json").read_text(encoding="utf-8")
        expected = json.loads(text.replace(*WRONG_IN_TWIN.get(path.stem, ("", ""))))
        rows = expected if isinstance(expected, list) else [expected]
        yield Damaged(path, tuple(rows[0]), 1, [tuple(cell.strip() for cell in row.values()) for row in rows])


def _pollock() -> Iterator[Damaged]:
    for path in sorted((DAMAGED / "pollock" / "csv").glob("*.csv")):
        dialect = json.loads((DAMAGED / "pollock" / "parameters" / f"{path.name}_parameters.json").read_text(encoding="utf-8"))
        with (DAMAGED / "pollock" / "clean" / path.name).open(encoding="utf-8", newline="") as file:
            rows = [tuple(cell.strip() for cell in row) for row in csv.reader(file)]
        has_header = bool(rows) and rows[0][0].startswith(NAMES[0])
        yield Damaged(path, NAMES, max(1, dialect["header_lines"]), rows[1:] if has_header else rows)


def outcome(damaged: Damaged, place: Path) -> Outcome:
    """Load the file into the empty folder `place`, with a source that knows its columns and nothing of the damage."""
    data, cache = place / "data", place / "cache"
    (data / "sources").mkdir(parents=True)
    (data / damaged.path.name).write_bytes(damaged.path.read_bytes())
    (data / "sources" / "cells.sql").write_text(_source(damaged), encoding="utf-8")
    try:
        account = loading.load(data, cache).files[0]
    except Trouble as trouble:
        return Outcome(damaged.path.name, "refused", str(trouble))
    if not account.usable():
        return Outcome(account.file, "refused" if account.reason else "silent", account.reason)
    found = snapshot.current(cache)
    assert found is not None
    rejects = found.cursor().execute("select line, reason from account.rejects order by line").fetchall()
    rows = _cells(found, len(damaged.columns))
    if rows == damaged.rows and not rejects:
        return Outcome(account.file, "right", "")
    lost, added = Counter(damaged.rows) - Counter(rows), Counter(rows) - Counter(damaged.rows)
    told = all(line > 0 and reason for line, reason in rejects) and lost.total() <= len(rejects) and not added
    said = f"{len(rejects)} rejected, {lost.total()} rows lost, {added.total()} that should not be; {rejects[:1]}"
    return Outcome(account.file, "rows rejected" if told else "silent", said)


def _source(damaged: Damaged) -> str:
    quoted = [name.replace('"', '""') for name in damaged.columns]
    needs = ", ".join(f'"{name}"' for name in quoted)
    cells = ", ".join(f'"{name}" as {cell}' for name, cell in zip(quoted, CELLS, strict=False))
    moment = "timestamptz '2026-01-01 00:00:00+00' as published_at"
    head = f"-- fills: posts\n-- needs: {needs}\n-- header rows: {damaged.header_rows}\n"
    return f"{head}select row_number() over (order by line) as post_id, {moment}, {cells}\nfrom export\n"


def _cells(found: snapshot.Snapshot, width: int) -> Rows:
    cells = ", ".join(f"coalesce({cell}, '')" for cell in CELLS[:width])
    return found.cursor().execute(f"select {cells} from posts order by post_id::integer").fetchall()
