"""The contract as the database sees it: contract.sql is run once and asked about itself, so nothing is written twice."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

FILE = Path(__file__).with_name("contract.sql")
DERIVED = "At load:"


@dataclass(frozen=True)
class Column:
    """A column of the contract; `derived` ones are made by the load and never come from a source, `required` ones are never empty."""

    name: str
    type: str
    comment: str
    derived: bool
    required: bool


@dataclass(frozen=True)
class Table:
    """A table of the contract: its columns in order, the columns of its key, and the checks that a row must meet."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    checks: tuple[str, ...]

    def given(self) -> tuple[Column, ...]:
        """The columns that sources fill."""
        return tuple(column for column in self.columns if not column.derived)


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make the empty contract tables in the open database."""
    con.execute(FILE.read_text(encoding="utf-8"))


@cache
def tables() -> dict[str, Table]:
    """All tables of the contract, in the order of contract.sql."""
    with duckdb.connect() as con:
        create(con)
        named = con.execute("select table_name, comment from duckdb_tables() order by table_oid").fetchall()
        columns = con.execute(
            """select table_name, column_name, data_type, coalesce(comment, ''), not is_nullable from duckdb_columns()
            where not internal order by column_index"""
        )
        of_columns = _by_table(columns.fetchall())
        rules = con.execute("select table_name, constraint_type, expression, constraint_column_names from duckdb_constraints()")
        of_rules = _by_table(rules.fetchall())
    return {name: _table(name, comment, of_columns[name], of_rules[name]) for name, comment in named}


def _by_table(rows: list[tuple[Any, ...]]) -> defaultdict[str, list[tuple[Any, ...]]]:
    """Rows by their first column, without it."""
    found = defaultdict(list)
    for name, *row in rows:
        found[name].append(tuple(row))
    return found


def _table(name: str, comment: str, columns: list[tuple[Any, ...]], rules: list[tuple[Any, ...]]) -> Table:
    checks, key = [], ()
    for kind, expression, names in rules:
        if kind == "CHECK":
            checks.append(expression)
        elif kind == "PRIMARY KEY":
            key = tuple(names)
    made = tuple(Column(c, t, text, text.startswith(DERIVED), required) for c, t, text, required in columns)
    return Table(name, comment, made, key, tuple(checks))
