"""Coded columns: text of few different values is stored as a small number, which is faster to group, compare and sort.

One type a dimension, shared by all tables that have it, so that a join or a union of two tables compares numbers too. Its values are
in alphabetical order, so that sorting by the column is sorting by the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import duckdb

from queries import contract
from queries.casting import literal, quoted

# Column -> its dimension. Ids, names and what people wrote are not coded: nearly every value of theirs occurs once.
CODED = {
    "channel": "channel",
    "segment": "segment",
    "region": "region",
    "team": "team",
    "topic": "topic",
    "product": "product",
    "kind": "kind",
    "role": "role",
    "actor_role": "role",
    "author_role": "role",
    "status": "status",
    "priority": "priority",
    "source": "source",
    "currency": "currency",
    "intent": "intent",
    "format": "format",
    "purpose": "purpose",
    "sentiment": "sentiment",
    "variant": "variant",
    "level": "level",
    "refusal": "refusal",
}
# What the load itself writes into a coded column.
WRITTEN = {
    "refusal": ("already a customer", "not joined", "refunded", "refused", "self"),
    "kind": ("first response", "resolution"),
}
# A column of free text under the name of a dimension stays text: codes of so many values save nothing.
MOST_VALUES = 50_000


def type_name(dimension: str) -> str:
    """Name of the dimension's type in a snapshot; some dimensions are called like types of the database's own."""
    return f"{dimension}_code"


def dimensions() -> tuple[str, ...]:
    """All dimensions that are coded."""
    return tuple(dict.fromkeys(CODED.values()))


def columns(dimension: str) -> Iterator[tuple[str, contract.Column]]:
    """Table and column, for each column of the contract that has the dimension's type."""
    for table in contract.tables().values():
        for column in table.columns:
            if CODED.get(column.name) == dimension:
                yield table.name, column


def create(con: duckdb.DuckDBPyConnection, values: dict[str, set[str]]) -> None:
    """Make the types, from the values of each dimension that occur in the exports, and the tables of the contract without its checks.

    Every part was checked against them before, and a key is unique once the newest row of it is chosen.
    """
    for dimension in dimensions():
        found = values[dimension] | set(WRITTEN.get(dimension, ()))
        if found and len(found) <= MOST_VALUES:
            con.execute(f"create type {type_name(dimension)} as enum ({', '.join(map(literal, sorted(found)))})")
    coded = types(con)
    con.execute("; ".join(statement for table in contract.tables().values() for statement in _statements(table, coded)))


def _statements(table: contract.Table, coded: dict[str, tuple[str, ...]]) -> Iterator[str]:
    made = [f"{quoted(c.name)} {type_of(c, coded)}{' not null' if c.required else ''}" for c in table.columns]
    yield f"create table {table.name} ({', '.join(made)})"
    yield f"comment on table {table.name} is {literal(table.comment)}"
    for column in table.columns:
        yield f"comment on column {table.name}.{quoted(column.name)} is {literal(column.comment)}"


def types(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """The types of an open snapshot: the values of each dimension that is coded there."""
    made = dict(con.execute("select type_name, labels from duckdb_types() where logical_type = 'ENUM' and not internal").fetchall())
    return {name: tuple(made[type_name(name)]) for name in dimensions() if type_name(name) in made}


def type_of(column: contract.Column, coded: Iterable[str]) -> str:
    """The SQL type of a column, where the dimensions `coded` are coded."""
    dimension = CODED.get(column.name, "")
    return type_name(dimension) if dimension in coded else column.type


def given(table: str, relation: str, coded: Iterable[str]) -> str:
    """SELECT of all that a relation with the text columns of a table holds, its coded columns cast."""
    casts = [
        f"{quoted(c.name)}::{type_name(CODED[c.name])} as {quoted(c.name)}"
        for c in contract.tables()[table].given()
        if CODED.get(c.name) in set(coded)
    ]
    replaced = f" replace ({', '.join(casts)})" if casts else ""
    return f"select *{replaced} from {relation}"


def values(con: duckdb.DuckDBPyConnection, relations: dict[str, str]) -> dict[str, set[str]]:
    """The values of each dimension that occur in the relations, by the table whose columns they have."""
    found: dict[str, set[str]] = {dimension: set() for dimension in dimensions()}
    for table, relation in relations.items():
        for column in contract.tables()[table].given():
            if column.name in CODED:
                name = quoted(column.name)
                distinct = f"select distinct {name} from {relation} where {name} is not null limit {MOST_VALUES + 1}"
                found[CODED[column.name]].update(value for (value,) in con.execute(distinct).fetchall())
    return found


def occurring(names: Sequence[str], relations: Mapping[str, str]) -> str:
    """SELECT of column name and value, for each value of the named columns that occurs in the relations, by the table whose columns they have."""
    selects = ["select null as name, null::varchar as value where false"]
    selects += [
        f"select '{name}' as name, {quoted(name)}::varchar as value from {relation} where {quoted(name)} is not null group by {quoted(name)}"
        for name in names
        for table, relation in relations.items()
        if any(column.name == name for column in contract.tables()[table].columns)
    ]
    return f"select distinct name, value from ({' union all '.join(selects)})"


def used(con: duckdb.DuckDBPyConnection, dimension: str) -> bool:
    """Whether a column of the dimension holds anything."""
    return any(
        con.execute(f"select 1 from {table} where {quoted(c.name)} is not null limit 1").fetchall() for table, c in columns(dimension)
    )


def widen(con: duckdb.DuckDBPyConnection, dimension: str, values: set[str]) -> None:
    """Give the dimension's type these values, in the tables and in the rollups that copy their columns."""
    name = type_name(dimension)
    con.execute(f"drop type if exists {name}")
    con.execute(f"create type {name} as enum ({', '.join(map(literal, sorted(values)))})")
    having = con.execute(
        "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'main' and not internal"
    ).fetchall()
    for table, column, kind in having:
        if CODED.get(column) == dimension and (table in contract.tables() or kind.startswith("ENUM")):
            con.execute(f"alter table {table} alter column {quoted(column)} type {name}")
