"""The fast path: DuckDB's strict reader, for a text that is proved to be clean, and a check of what it made of it."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from queries.reading import proof
from queries.reading.cells import OPEN, split
from queries.reading.choose import Choice
from queries.reading.encoding import Text
from queries.reading.header import plain
from queries.reading.lines import Lines
from queries.reading.model import Limits
from queries.reading.profile import Profile
from queries.reading.proof import Proof
from queries.reading.target import Target

LOOKS = 16
LONGEST = 1_900_000
# Twice the reader's own: fewer seams between pieces that have to be put in order.
BUFFER = 64_000_000


class Differs(Exception):
    """The text is not clean, or what was read is not what was proved: the careful path reads instead."""


def applies(text: Text, choice: Choice) -> bool:
    """Whether the dialect is one that the strict reader and the proof both know."""
    dialect, tools = choice.shape.profile.dialect, choice.header.matched
    usual = len(dialect.delimiter.encode()) == 1 and dialect.quote == '"' and not dialect.backslash and not dialect.trailing
    named = all(isinstance(check, str) for tool in tools for check in tool.checks.values())
    return usual and named and text.clean and not choice.shape.ragged and dialect.delimiter.isprintable() | (dialect.delimiter == "\t")


def prove(text: Text, lines: Lines, choice: Choice, limits: Limits) -> Proof:
    """The proof that a text is clean. `lines` need only reach beyond the header. Raises Differs where it is not."""
    profile = choice.shape.profile
    proved = proof.prove(text.data, int(lines.starts[choice.start]), ord(profile.dialect.delimiter), profile.width)
    limits.check()
    if proved is None or proved.records > limits.rows:
        raise Differs
    return proved


def read_clean(target: Target, text: Text, lines: Lines, choice: Choice, proved: Proof, limits: Limits) -> None:
    """Load a text that is proved to be clean. Raises Differs where what was read is not what was proved."""
    profile = choice.shape.profile
    start = int(lines.starts[choice.start])
    if any(profile.alone(_line(text, place)) for place in proved.inner):
        raise Differs
    with _on_disk(text, start, choice.start, target.scratch) as (path, skip):
        load(target, path, skip, profile, proved.newline, limits)
    _compare(target, text, proved, profile)
    if proved.firsts is not None:
        target.put_places(proved.firsts + choice.start + 1)
    if suspects(target, choice):
        raise Differs


def _line(text: Text, at: int) -> str:
    end = text.data.find(b"\n", at)
    return text.data[at : end if end >= 0 else len(text.data)].rstrip(b"\r").decode(errors="replace")


@contextmanager
def _on_disk(text: Text, start: int, skip: int, scratch: Path | None) -> Iterator[tuple[Path, int]]:
    """The text as a file, and how many lines of it to skip: the export itself where it holds these very bytes."""
    if text.path:
        yield text.path, skip
        return
    with tempfile.TemporaryDirectory(prefix="reading-", dir=scratch) as folder:
        path = Path(folder) / "text"
        path.write_bytes(text.data[start:])
        yield path, 0


def longest(limits: Limits) -> int:
    """Bytes of the longest line that the strict reader takes: no cell of it can be beyond its cap."""
    return min(limits.cell, LONGEST)


def load(target: Target, path: Path, skip: int, profile: Profile, newline: str, limits: Limits) -> None:
    """The strict reader, told everything: nothing is sniffed, padded, skipped or cast. Raises Differs where it fails."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(profile.width))
    options = (
        f"delim = {_text(profile.dialect.delimiter)}, quote = '\"', escape = '\"', new_line = {_text(repr(newline)[1:-1])}, skip = {skip}, "
        f"columns = {{{columns}}}, header = false, auto_detect = false, strict_mode = true, null_padding = false, "
        f"nullstr = '', max_line_size = {longest(limits)}, buffer_size = {BUFFER}, compression = 'none', parallel = true"
    )
    try:
        with _in_time(target.con, limits):
            target.con.execute(f"create or replace table {target.cells} as select * from read_csv({_text(str(path))}, {options})")
    except duckdb.Error as error:
        limits.check()
        raise Differs from error


@contextmanager
def _in_time(con: duckdb.DuckDBPyConnection, limits: Limits) -> Iterator[None]:
    """A query that is stopped when the time is used up. Raises Unreadable where it was before."""
    limits.check()
    done = threading.Event()
    threading.Thread(target=_stop, args=(con, limits.left(), done), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _stop(con: duckdb.DuckDBPyConnection, left: float | None, done: threading.Event) -> None:
    """Stop what runs after so many seconds; more than once, for a query that had not yet begun goes on."""
    while not done.wait(left):
        con.interrupt()
        left = 0.1


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _compare(target: Target, text: Text, proved: Proof, profile: Profile) -> None:
    """Rows and bytes of cells as proved, and some rows read again here. Raises Differs."""
    if count(target) != proved.records or (proved.quotes and count_bytes(target, profile.width) != proved.cell_bytes):
        raise Differs
    step = max(1, len(proved.marks) // LOOKS)
    for number, at in proved.marks[::step]:
        row = target.con.execute(f"select * from {target.cells} where rowid = {number}").fetchall()
        if [cell or None for cell in _record(text, at, profile)] != list(row[0] if row else ()):
            raise Differs


def count(target: Target) -> int:
    """Rows loaded."""
    return target.con.execute(f"select count(*) from {target.cells}").fetchall()[0][0]


def count_bytes(target: Target, width: int) -> int:
    """The bytes of all cells loaded."""
    sums = " + ".join(f"coalesce(sum(strlen(c{number})), 0)" for number in range(width))
    return target.con.execute(f"select ({sums})::bigint from {target.cells}").fetchall()[0][0]


def _record(text: Text, at: int, profile: Profile) -> list[str]:
    """The record that starts at a byte."""
    end = at
    while True:
        end = text.data.find(b"\n", end) + 1 or len(text.data)
        cells, fault = split(text.data[at:end].rstrip(b"\r\n").decode(), profile.dialect)
        if fault != OPEN or end == len(text.data):
            return cells


def suspects(target: Target, choice: Choice) -> list[int]:
    """Loaded rows (from 0) that may be a second header, have nothing in them, or fail a declared check: these are read with care."""
    first, others = _like_header(choice)
    checks = []
    for number, name in enumerate(choice.shape.names):
        patterns = [check for tool in choice.header.matched for column, check in tool.checks.items() if plain(column) == plain(name)]
        if patterns:
            checks.append(" and ".join(f"not regexp_full_match(c{number}, {_text(str(pattern))})" for pattern in patterns))
    try:
        # Mostly there are none, and the first cells tell it: a condition by itself is quick, and to go through all cells is not.
        if not any(_rows(target, condition, "limit 1") for condition in (first, "c0 is null", *checks)):
            return []
        empty = " and ".join(f"c{number} is null" for number in range(choice.shape.profile.width))
        return _rows(target, f"({') or ('.join([f'{first} and ({others})', empty, *checks])})", "order by rowid")
    except duckdb.Error as error:
        raise Differs from error


def _rows(target: Target, condition: str, which: str) -> list[int]:
    """Loaded rows (from 0) for which a condition holds."""
    return [row[0] for row in target.con.execute(f"select rowid from {target.cells} where {condition} {which}").fetchall()]


def _like_header(choice: Choice) -> tuple[str, str]:
    """Conditions that hold for the first cell, and for one of the next, of a row that begins as the header does."""
    names = sorted({plain(name) for name in choice.shape.names} - {""})
    known, long = ", ".join(map(_text, names)), max(len(name.encode()) for name in names) + 2
    first, *others = (_named(f"c{number}", known) for number in range(min(3, choice.shape.profile.width)))
    digits = "" if any(name[0].isdigit() for name in names) else "not (c0 >= '0' and c0 < ':') and "
    return f"{digits}strlen(c0) <= {long} and {first}", " or ".join(others) or "true"


def _named(cell: str, known: str) -> str:
    """Condition for a cell that is one of the known names; trimming costs more than to see that there is nothing to trim."""
    spaced = f"{cell} < '!' or ends_with({cell}, ' ') or length({cell}) <> strlen({cell})"
    return f"lower(case when {spaced} then trim({cell}) else {cell} end) in ({known})"
