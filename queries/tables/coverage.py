"""Join coverage: how many references of a column lead to a row, so that an export that is missing shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import duckdb

from queries import contract
from queries.casting import quoted
from queries.tables import references
from queries.tables.numbering import NUMBERED


def columns() -> Iterator[tuple[str, str, str]]:
    """Table, column and the table that it refers to, for each column that is a reference."""
    for table in contract.tables().values():
        for column in table.given():
            if other := references.refers_to(table.name, column.name):
                yield table.name, column.name, other


def count(con: duckdb.DuckDBPyConnection) -> None:
    """Fill account.coverage: references given and known, for each column that has any."""
    for table, column, other in columns():
        con.execute(f"insert into account.coverage {_counted(table, column, other, table)}")


def _counted(table: str, column: str, other: str, relation: str) -> str:
    if table == other:
        return _counted_once(table, column, relation)
    numbers = [number for numbered, number, id_ in NUMBERED if (numbered, id_) == (table, column)]
    # Whoever has an id has a number, which costs less to read.
    given = f"count({numbers[0] if numbers else quoted(column)})"
    known = f"{numbers[0]} >= 0" if numbers else f"{quoted(column)} in (select {contract.tables()[other].key[0]} from {other})"
    return f"select '{table}', '{column}', '{other}', {given}, count(*) filter (where {known}) from {relation} having {given} > 0"


def _counted_once(table: str, column: str, relation: str) -> str:
    """The same of a table that refers to itself: few of its many keys are referred to, in many rows, and each is looked up once."""
    return f"""with given as (select {quoted(column)} as key, count(*) as rows from {relation} where {quoted(column)} is not null group by 1),
        known as (select sum(rows) as rows from given where key in (select {contract.tables()[table].key[0]} from {table}))
        select '{table}', '{column}', '{table}', (select sum(rows) from given), coalesce((select rows from known), 0)
        where exists (from given)"""


def add(con: duckdb.DuckDBPyConnection, touched: Collection[str], led: Mapping[tuple[str, str], int]) -> None:
    """Count what was added: the references of the new rows `added_<table>`, and older ones that lead to a new row (`led`)."""
    for table, column, other in columns():
        if table in touched:
            con.execute(f"insert into account.coverage {_counted(table, column, other, f'added_{table}')}")
        if led.get((table, column)):
            con.execute("insert into account.coverage values (?, ?, ?, 0, ?)", [table, column, other, led[table, column]])
    con.execute(
        """create or replace table account.coverage as select table_name, column_name, refers_to, sum(given)::bigint as given, sum(known)::bigint as known
        from account.coverage group by all"""
    )
