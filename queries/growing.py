"""A snapshot that grows: new rows are added to a copy of the last one, and only the days that they touch are summed anew."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from queries import answering, building, coding, coverage, deriving, facts, filling, proving, relations
from queries.casting import quoted
from queries.filling import Given, Part
from queries.proving import Declined
from queries.settings import Settings

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
        if "interactions" in given:
            answering.mark_added(con)
        with building.together(con):
            _sum(con, list(given))
            coverage.add(con, list(given), led)
            building.account(con, found, rules)
            facts.write(con, settings, name)
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


def _sum(con: duckdb.DuckDBPyConnection, touched: list[str]) -> None:
    """Sum the rollups of the touched tables anew, from the first touched day on; whole ones from the beginning."""
    since: dict[str, date] = {}
    for file in relations.rollups():
        made = relations.rolled()[file.stem]
        if not set(made.reads) & {*touched, *since}:
            continue
        if made.back is not None:
            _look_back(con, file.stem, made, touched, since)
            continue
        if made.whole or len(made.reads) > 1:
            con.execute(f"drop table {file.stem}")
            con.execute(file.read_text(encoding="utf-8"))
            continue
        table, day = made.reads[0], quoted(made.day)
        first = since.get(table) or con.execute(f"select min({day}) from added_{table}").fetchall()[0][0]
        if first:
            con.execute(f"delete from {file.stem} where day >= $1", [first])
            con.execute(
                f"insert into {file.stem} with {table} as (select * from main.{table} where {day} >= $first) {made.select}",
                {"first": first},
            )
            since[file.stem] = first


def _look_back(con: duckdb.DuckDBPyConnection, rollup: str, made: relations.Rollup, touched: list[str], since: dict[str, date]) -> None:
    """Sum a rollup that looks back anew, from the first touched day of all that it reads on."""
    firsts = [since[read] for read in made.reads if read in since]
    firsts += [con.execute(f"select min(day) from added_{read}").fetchall()[0][0] for read in made.reads if read in touched]
    known = [first for first in firsts if first]
    if known:
        given = ", ".join(f"{read} as (select * from main.{read} where day >= $first - {made.back})" for read in made.reads)
        con.execute(f"delete from {rollup} where day >= $1", [min(known)])
        con.execute(f"insert into {rollup} with {given} select * from ({made.select}) where day >= $first", {"first": min(known)})
        since[rollup] = min(known)
