"""One export from file to table: unpack, find header and dialect, read the records, and close the account of its lines."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np

from queries.reading import encoding, fast, files, records, trust
from queries.reading.cells import Dialect
from queries.reading.choose import Choice, certain, profiled, recognise
from queries.reading.encoding import Buffer, Text
from queries.reading.lines import Lines
from queries.reading.model import Interrupted, Limits, Reading, Rejected, Unreadable, Unrecognised, Wanted
from queries.reading.parquet import read_parquet
from queries.reading.record import BESIDE, Mask, Record, rejected
from queries.reading.target import Target, named

# Below this many bytes the careful path is quick enough; above it, header and dialect are found in so many first bytes:
# a few where they leave no doubt, else more.
SMALL, BEGIN, HEAD = 20_000, 16_000, 1_000_000
FEW = 2
Look = tuple[Lines, Choice]
OPEN_END = "The last line has no end: the file may be cut off."


def read_export(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    wanted: Sequence[Wanted],
    limits: Limits = Limits(),
    table: str = "export_text",
    scratch: Path | None = None,
) -> Reading:
    """Read an export into the relation `table`: `line` (physical line where the record starts, from 1) and a VARCHAR column a header name.

    Empty cells are NULL. Parquet keeps its types, and `line` is the row's number. Temporary files go to `scratch`. Raises Unreadable
    where the file is to be set aside and Unrecognised where no source knows its header; then `table` is not to be used.
    """
    before = _state(path)
    try:
        reading = _read(Target(con, table, scratch), path, wanted, limits.started())
    except OSError as error:
        raise Interrupted(f"The file cannot be read: {error.strerror or error}.") from error
    if _state(path) != before:
        raise Interrupted("The file changed while it was read.")
    return reading


def _state(path: Path) -> tuple[int, int, int]:
    try:
        state = os.stat(path)
    except OSError as error:
        raise Interrupted(f"The file cannot be read: {error.strerror}.") from error
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable("It is not a regular file.")
    return state.st_size, state.st_mtime_ns, state.st_ino


def _read(target: Target, path: Path, wanted: Sequence[Wanted], limits: Limits) -> Reading:
    kind = files.kind(path)
    if kind == "parquet":
        return read_parquet(target, path, wanted, limits)
    with files.opened(path, limits, kind == "gzip", target.scratch) as (data, plain):
        text, looks = _recognised(data, plain, wanted, limits)
        return _Export(target, text, limits).read(looks)


def _recognised(data: Buffer, plain: Path, wanted: Sequence[Wanted], limits: Limits) -> tuple[Text, Iterator[Look]]:
    """The text, and its first lines and their reading: in an encoding that a source declares and knows the file by, else in the one found."""
    for declared in sorted({source.encoding for source in wanted if source.encoding}):
        able = [source for source in wanted if source.encoding in (None, declared)]
        try:
            text = encoding.decode(data, plain, declared)
            choice = recognise(head := _head(text), able, limits)
        except (Unreadable, Unrecognised):
            continue
        if any(source.encoding for source in choice.header.matched):
            return text, iter([(head, choice)])
    text = encoding.decode(data, plain)
    return text, _looks(text, [source for source in wanted if not source.encoding], limits)


def _looks(text: Text, able: Sequence[Wanted], limits: Limits) -> Iterator[Look]:
    """A short look, where it leaves no doubt and a proof is to follow; then a longer one. Raises Unreadable and Unrecognised."""
    if len(text.data) > SMALL:
        begun = text.data[:BEGIN]
        head = Lines(begun[: begun.rfind(b"\n") + 1])
        if choice := certain(head, able, limits):
            yield head, choice
    head = _head(text)
    yield head, recognise(head, able, limits)


def _head(text: Text) -> Lines:
    return Lines(text.data[:HEAD])


@dataclass
class _Export:
    """A text on its way into the table."""

    target: Target
    text: Text
    limits: Limits

    def read(self, looks: Iterator[Look]) -> Reading:
        """The fast path where the whole text is proved to be clean, else the careful one, which trusts lines that are plainly rows."""
        tried: tuple[int, Dialect] | None = None
        for head, choice in looks:
            if len(choice.shape.names) > self.limits.columns:
                raise Unreadable(f"The file has {len(choice.shape.names):,} columns; at most {self.limits.columns:,.0f} are read.")
            quick = len(self.text.data) > SMALL and fast.applies(self.text, choice)
            told = choice.start, choice.shape.profile.dialect
            if quick and told != tried and not any(tool.footer or tool.footer_rows for tool in choice.header.matched):
                try:
                    return self._clean(head, choice)
                except fast.Differs:
                    tried = told
        self.limits.check()
        lines = Lines(files.held(self.text.data, self.target.scratch)) if len(self.text.data) > HEAD else head
        return self._careful(lines, choice, quick)

    def _clean(self, head: Lines, choice: Choice) -> Reading:
        proved = fast.prove(self.text, head, choice, self.limits)
        if proved.inner:
            # Whether a line in quotes could be a row is told by more rows than a short look has.
            choice = profiled(_head(self.text), choice)
        fast.read_clean(self.target, self.text, head, choice, proved, self.limits)
        names = named(choice.shape.names)
        self.target.expose(names, choice.start + 1 if proved.firsts is None else None, fast=True, careful=False)
        titles = _filled(head, 0, choice.start)
        reading = self._reading(choice, names, choice.start + proved.lines, titles, 0)
        return replace(reading, rows=proved.records, row_lines=proved.lines, blank_lines=choice.start - titles)

    def _careful(self, lines: Lines, choice: Choice, quick: bool) -> Reading:
        stop = _footer(lines, choice)
        found, loaded = (self._mixed(lines, choice, stop) if quick else None) or (self._records(lines, choice, stop, None), False)
        names = named(choice.shape.names)
        self.target.put_careful([r for r in found if r.cells is not None and not r.trusted], len(names))
        self.target.expose(names, None, fast=loaded, careful=True)
        return self._account(lines, choice, stop, found, names)

    def _records(self, lines: Lines, choice: Choice, stop: int, trusted: Mask | None) -> list[Record]:
        return records.read(lines, choice.start, stop, choice.shape, self.limits, trusted)

    def _mixed(self, lines: Lines, choice: Choice, stop: int) -> tuple[list[Record], bool] | None:
        """Lines that are plainly rows through the fast path, the others meanwhile with care; None where the fast path fails."""
        plainly = trust.trusted(lines, choice, stop, self.limits)
        numbers = np.flatnonzero(plainly) + choice.start
        if not len(numbers):
            return None
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(trust.load, self.target, lines, numbers, choice.shape.profile, self.limits)
            found = self._records(lines, choice, stop, plainly)
        try:
            loading.result()
            doubts = numbers[fast.suspects(self.target, choice)]
        except fast.Differs:
            return None
        if _kept(found, len(lines))[doubts].any():
            plainly[doubts - choice.start] = False
            found = self._records(lines, choice, stop, plainly)
        self.target.drop(numbers[~_kept(found, len(lines))[numbers]] + 1)
        return found, True

    def _account(self, lines: Lines, choice: Choice, stop: int, found: Sequence[Record], names: tuple[str, ...]) -> Reading:
        good = sum(record.rows for record in found)
        bad = [rejected(record, choice.shape.names) for record in found if record.cells is None]
        self._refuse(good, bad)
        titles, foot = _filled(lines, 0, choice.start), _filled(lines, stop, len(lines))
        taken = sum(record.lines for record in found)
        reading = self._reading(choice, names, len(lines), titles, foot)
        row_lines = sum(record.lines for record in found if record.cells is not None)
        return replace(reading, rows=good, row_lines=row_lines, blank_lines=len(lines) - titles - foot - taken, rejected=bad)

    def _refuse(self, good: int, bad: Sequence[Rejected]) -> None:
        if good > self.limits.rows:
            raise Unreadable(f"The file has {good:,} rows; at most {self.limits.rows:,.0f} are read.")
        counted = [r for r in bad if not r.reason.startswith(BESIDE)]
        if len(counted) > FEW and len(counted) > self.limits.rejects * (good + len(counted)):
            first = counted[0]
            reason = (
                f"{len(counted):,} of {good + len(counted):,} rows are rejected; the first is line {first.line:,}, which {first.reason}."
            )
            raise Unreadable(reason)

    def _reading(self, choice: Choice, names: tuple[str, ...], lines: int, titles: int, foot: int) -> Reading:
        matched = tuple(source.name for source in choice.header.matched)
        dialect = str(choice.shape.profile.dialect)
        notes = () if self.text.data[-1:] in (b"\n", b"\r") else (OPEN_END,)
        return Reading(self.text.encoding, dialect, names, matched, lines, 0, 0, titles, 0, foot, [], notes)


def _kept(found: Sequence[Record], lines: int) -> Mask:
    """For each line whether it is in a run of trusted ones."""
    edges = np.zeros(lines + 1, np.int8)
    runs = [record for record in found if record.trusted]
    np.add.at(edges, [run.line for run in runs], 1)
    np.add.at(edges, [run.line + run.lines for run in runs], -1)
    return np.cumsum(edges[:-1], dtype=np.int8).astype(np.bool_)


def _filled(lines: Lines, start: int, stop: int) -> int:
    return sum(not lines.blank(number) for number in range(start, stop))


def _footer(lines: Lines, choice: Choice) -> int:
    """The line at which the footer starts: declared rows, or trailing lines that a declared pattern matches."""
    stop, tools = len(lines), choice.header.matched
    rows = max(source.footer_rows for source in tools)
    patterns = [re.compile(source.footer) for source in tools if source.footer]
    at = stop
    while at > choice.start:
        at -= 1
        if lines.blank(at):
            continue
        if rows <= 0 and not any(pattern.fullmatch(lines[at]) for pattern in patterns):
            break
        rows, stop = rows - 1, at
    return stop
