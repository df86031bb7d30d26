"""A snapshot is built from parts: tables without duplicates, what the load derives, rollups, macros and the account."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from queries import contract, facts, relations
from queries.casting import literal
from queries.exports import parts
from queries.settings import Settings
from queries.tables import answering, business, coding, coverage, deriving, filling, following, numbering, service
from queries.tables.filling import Part

ACCOUNT = """
create schema account;
create table account.files (
    file varchar, sha256 varchar, bytes bigint, modified_at timestamptz, encoding varchar, dialect varchar, source varchar, tables varchar,
    lines bigint, rows bigint, rejects bigint, skipped bigint, state varchar, reason varchar, loaded_at timestamptz
);
create table account.rejects (file varchar, line bigint, column_name varchar, value varchar, reason varchar, source varchar);
create table account.coverage (table_name varchar, column_name varchar, refers_to varchar, given bigint, known bigint);
create table account.duplicates (table_name varchar, file varchar, rows bigint);
create table account.nearest (file varchar, source varchar, missing varchar);
create table account.facts (key varchar, value varchar);
create table account.options (name varchar, value varchar);
create table account.parts (file varchar, part varchar);
"""
# A load leaves room for the app that serves beside it; what does not fit goes to disk.
MOST_MEMORY = 6 << 30


def build(path: Path, found: Sequence[Part], settings: Settings, name: str, rules: str) -> None:
    """Write the snapshot database `path` from accounts and the part folders that stand behind them, oldest export first.

    `rules` names the settings and the program that make it.
    """
    with connect(path) as con:
        given = filling.given(found)
        with together(con):
            coding.create(con, coding.values(con, {table: rows.relation for table, rows in given.items()}))
            con.execute(ACCOUNT)
        prepare(con, settings)
        for table in deriving.filled():
            if rows := following.extended(con, table, given, settings, path):
                filling.fill(con, rows, settings)
        following.forget(path)
        answering.mark(con)
        numbering.number(con)
        con.execute(relations.MACROS.read_text(encoding="utf-8"))
        for stage in relations.stages():
            at_once(con, [file.read_text(encoding="utf-8") for file in stage])
        with together(con):
            coverage.count(con)
            account(con, found, rules)
            facts.write(con, settings, name)
            facts.choose(con, {table: table for table in contract.tables()})
        con.execute("checkpoint")


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a snapshot database to write it."""
    config = {
        "python_enable_replacements": "false",
        "temp_directory": f"{path}.spill",
        "memory_limit": f"{min(MOST_MEMORY, os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 2) >> 20}MiB",
        "preserve_insertion_order": "true",
    }
    con = duckdb.connect(str(path), config=dict(config))
    con.execute("set timezone = 'UTC'")
    con.execute("set enable_progress_bar = false")
    return con


@contextmanager
def together(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction: statements by themselves would wait for the disk one by one."""
    con.begin()
    yield
    con.commit()


def at_once(con: duckdb.DuckDBPyConnection, jobs: Sequence[str]) -> None:
    """Run texts of SQL that write different tables, as many at once as there are processors: one alone does not keep all of them busy."""

    def run(sql: str) -> None:
        with con.cursor() as own:
            own.execute("set timezone = 'UTC'")
            own.execute("set enable_progress_bar = false")
            own.execute(sql)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run, jobs))


def prepare(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Make what rows are derived from beside the tables."""
    if calendar := service.calendar(settings):
        business.prepare(con, calendar)


def account(con: duckdb.DuckDBPyConnection, found: Sequence[Part], rules: str) -> None:
    """Write what became of every export, in place of what stood there; coverage and duplicates are counted where rows are filled in."""
    con.execute("".join(f"delete from account.{table};" for table in ("files", "rejects", "nearest", "parts", "facts")))
    con.execute("insert into account.facts values ('rules', $1)", [rules])
    now = datetime.now(UTC).isoformat()
    for made, folder in found:
        row = [made.file, made.sha256, made.bytes, made.modified_at, made.encoding, made.dialect, made.source, ", ".join(made.tables)]
        row += [made.lines, made.rows, made.rejects, made.skipped, made.state, made.reason, now]
        con.execute(f"insert into account.files values ({', '.join('?' * len(row))})", row)
        for source, missing in made.nearest.items():
            con.execute("insert into account.nearest values (?, ?, ?)", [made.file, source, ", ".join(missing)])
        if folder:
            rejects = f"read_parquet({literal(str(folder / parts.REJECTED_ROWS))})"
            con.execute(f"insert into account.rejects select $1, line, column_name, value, reason, source from {rejects}", [made.file])
            con.execute("insert into account.parts values (?, ?)", [made.file, folder.name])
