"""The relations that a view may read, by name: contract tables, rollups and the load's account, with their columns."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb

from queries import contract

ROLLUPS = Path(__file__).with_name("rollups")
MACROS = Path(__file__).with_name("macros.sql")
ACCOUNT = frozenset({"files", "rejects", "coverage", "duplicates", "nearest", "facts"})


def rollups() -> list[Path]:
    """The files that build the rollups, in order; each makes one table named like the file."""
    return sorted(ROLLUPS.glob("*.sql"))


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Store the macros and make every rollup, in a database that holds the contract tables."""
    con.execute(MACROS.read_text(encoding="utf-8"))
    for file in rollups():
        con.execute(file.read_text(encoding="utf-8"))


@cache
def columns() -> dict[str, tuple[str, ...]]:
    """Columns of every contract table and rollup: the files are run once, empty, and the database is asked."""
    with duckdb.connect() as con:
        contract.create(con)
        build(con)
        rows = con.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns() where not internal group by table_name"
        ).fetchall()
    return {name: tuple(names) for name, names in rows}
