"""A snapshot that grows: new rows are added to a copy of the last one, and only the days that they touch are summed anew."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from queries import facts, relations
from queries.casting import quoted
from queries.settings import Settings
from queries.tables import answering, building, coding, coverage, deriving, filling, numbering, proving, renewing, threads
from queries.tables.filling import Given, Part
from queries.tables.proving import Declined

# ioctl that lets two files share their blocks until one of them changes, on file systems that can.
SHARE_BLOCKS = 0x40049409


def grow(path: Path, last: Path, found: Sequence[Part], settings: Settings, name: str, rules: str) -> None:
    """Write the snapshot `path`: `last` and the rows of the exports that it lacks.

    Raises Declined where these rows would change what `last` holds; `path` is then of no use.
    """
    copy(last, path)
    more = path.with_name(f"{path.name}.more")
    try:
        _grow(path, more, found, settings, name, rules)
    finally:
        shutil.rmtree(more, ignore_errors=True)


def _grow(path: Path, more: Path, found: Sequence[Part], settings: Settings, name: str, rules: str) -> None:
    with building.connect(path) as con:
        given = filling.given(proving.added(con, found, rules, more))
        proving.following(con, given, settings)
        proving.handles(con, given)
        for rows in given.values():
            proving.keys(con, rows)
        led = proving.references(con, given)
        with building.together(con):
            _widen(con, given)
        building.prepare(con, settings)
        for rows in given.values():
            _add(con, rows, settings)
        numbering.number_added(con, given)
        if "interactions" in given:
            threads.gather(con)
            answering.mark_added(con)
        _sum(con, list(given), led)
        with building.together(con):
            coverage.add(con, list(given), led)
            building.account(con, found, rules)
            facts.write(con, settings, name)
            facts.choose(con, {table: f"added_{table}" for table in given})
        con.execute("checkpoint")


def copy(source: Path, target: Path) -> None:
    """Copy a file, sharing its blocks where the file system can."""
    with source.open("rb") as old, target.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), SHARE_BLOCKS, old.fileno())
            return
        except OSError:
            pass
    shutil.copyfile(source, target)


def _widen(con: duckdb.DuckDBPyConnection, given: dict[str, Given]) -> None:
    """Give each dimension the new values that it lacks. Raises Declined where a coded one becomes free text."""
    before = coding.types(con)
    for dimension, values in coding.values(con, {table: rows.relation for table, rows in given.items()}).items():
        known = set(before.get(dimension, ()))
        if values <= known or (dimension not in before and coding.used(con, dimension)):
            continue
        if len(known | values) > coding.MOST_VALUES:
            raise Declined(f"There are too many values of {dimension} to code.")
        coding.widen(con, dimension, known | values)


def _add(con: duckdb.DuckDBPyConnection, rows: Given, settings: Settings) -> None:
    """Make `added_<table>` of the new rows, and put them in their places in time."""
    table, moment = rows.table, deriving.MOMENTS.get(rows.table)
    filling.expose(con, rows)
    con.execute(f"create temp table added_{table} as select * from {table} limit 0")
    filling.insert(con, table, settings, into=f"added_{table}")
    new = f"select * from added_{table}"
    if moment:
        # Rows without a moment come first. The database compares: to Python an infinite moment has no zone.
        at = f"coalesce({moment}, '-infinity'::timestamptz)"
        later = f"from {table} t where {at} > (select min({at}) from added_{table} t)"
        if con.execute(f"select 1 {later} limit 1").fetchall():
            con.execute(f"create temp table later as select * {later}")
            con.execute(f"delete {later}")
            new = f"select * from (select * from later union all {new}) t order by {moment} nulls first"
    con.execute(f"insert into {table} {new}")
    con.execute("drop table if exists later")
    filling.ordered(con, table)


def _sum(con: duckdb.DuckDBPyConnection, touched: list[str], led: renewing.Led) -> None:
    """Sum the rollups of the touched tables anew, from the first touched day on; whole ones from the beginning, where they cannot be renewed."""
    since: dict[str, date | None] = {}
    for stage in relations.stages():
        jobs = []
        for file in stage:
            made = relations.rolled()[file.stem]
            if not set(made.reads) & {*touched, *since}:
                continue
            if file.stem in renewing.RENEWED and renewing.renew(con, file.stem, led):
                continue
            if _apart(made, {*touched, *since}):
                since[file.stem] = _first(con, made, touched, since)
                if since[file.stem]:
                    jobs.append(_from(file.stem, made, since[file.stem]))
            else:
                jobs.append(f"drop table {file.stem};\n{file.read_text(encoding='utf-8')}")
        building.at_once(con, jobs)


def _apart(made: relations.Rollup, touched: Collection[str]) -> bool:
    """Whether its days come from their own rows, or from those of some days before."""
    if made.back is not None or made.last:
        return True
    dating = {made.dated} if made.dated else set(made.reads)
    return not made.whole and len(dating) == 1 and set(made.reads) & set(touched) <= dating


def _first(con: duckdb.DuckDBPyConnection, made: relations.Rollup, touched: list[str], since: Mapping[str, date | None]) -> date | None:
    """The first day of what is new in all that a rollup reads; None where nothing has a day."""
    day = _day(made)
    firsts = [since[read] for read in made.reads if read in since]
    firsts += [con.execute(f"select min({day}) from added_{read}").fetchall()[0][0] for read in made.reads if read in touched]
    return min((first for first in firsts if first), default=None)


def _day(made: relations.Rollup) -> str:
    """The column of what a rollup reads by which its own days are found."""
    return quoted(made.day if made.back is None and not made.last else "day")


def _from(rollup: str, made: relations.Rollup, first: date | None) -> str:
    """SQL that sums the days from `first` on anew. A rollup that looks back is given the days that it looks at, and keeps its own."""
    given, later = f"date '{first}'", "" if made.back is None and not made.last else f" where day >= date '{first}'"
    reads = ", ".join(f"{read} as ({rows})" for read in made.reads if (rows := _given(read, made, given)))
    return f"delete from {rollup} where day >= {given};\ninsert into {rollup} with {reads} select * from ({made.select}){later};"


def _given(read: str, made: relations.Rollup, first: str) -> str:
    """The rows of a relation that a rollup is given to sum the days from `first` on; nothing where these are all."""
    if made.dated and read != made.dated:
        return ""
    if not made.last:
        return f"select * from main.{read} where {_day(made)} >= {first} - {made.back or 0}"
    if read not in relations.rolled():
        return ""
    before = f"select {made.last}, max(day) as day from main.{read} where day < {first} group by {made.last}"
    return f"select * from main.{read} where day >= {first} union all by name {before}"
