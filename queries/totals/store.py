"""The cubes and rows of one snapshot, each read when a question first needs it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from threading import Lock

import duckdb

from queries import relations
from queries.totals import cube, table
from queries.totals.cube import Cube
from queries.totals.names import Names
from queries.totals.table import Table


class Store:
    """Cubes by rollup, tables, and names of people. `cursor` opens a cursor on the snapshot, `reader` one for rows that are read in order."""

    def __init__(self, cursor: Callable[[], duckdb.DuckDBPyConnection], reader: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._cursor, self._reader = cursor, reader
        self._locks = {name: Lock() for name in relations.columns()}
        self._cubes: dict[str, Cube | None] = {}
        self._tables: dict[str, Table] = {}
        self._names: Names | None = None

    def cube(self, rollup: str) -> Cube | None:
        """The cube of a rollup, or None where the database must answer (no rows, or measures that are not known everywhere)."""
        with self._locks[rollup]:
            if rollup not in self._cubes:
                made = relations.rolled()[rollup]
                with self._reader() as cursor:
                    self._cubes[rollup] = cube.read(cursor, rollup, made.dimensions, made.measures)
            return self._cubes[rollup]

    def names(self) -> Names:
        """The names of people."""
        with self._locks["people"]:
            if self._names is None:
                with self._cursor() as cursor:
                    self._names = Names(cursor)
            return self._names

    def table(self, name: str, columns: Iterable[str], people: Collection[str] = ()) -> Table:
        """Columns of a table's rows, `people` being those that tell people apart. Raises Declined where the database must answer."""
        with self._locks[name]:
            held = self._tables.get(name)
            missing = set(columns) - (held.names if held else set())
            if held is None or missing:
                with self._reader() as cursor:
                    read = table.read(cursor, name, missing, people)
                held = self._tables[name] = held.with_columns(read) if held else read
            return held
