"""The cubes and rows of one snapshot, each read when a question first needs it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

import duckdb

from queries import relations
from queries.totals import cube, table
from queries.totals.cube import Cube
from queries.totals.names import Names
from queries.totals.release import release
from queries.totals.table import Table


class Store:
    """Cubes by rollup, and tables. `connect` opens a connection to the snapshot, which is closed when it has been read."""

    def __init__(self, connect: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._connect = connect
        self._locks = {name: Lock() for name in relations.columns()}
        self._cubes: dict[str, Cube | None] = {}
        self._tables: dict[str, Table] = {}
        self._names: Names | None = None
        self._turn = Lock()

    def cube(self, rollup: str) -> Cube | None:
        """The cube of a rollup, or None where the database must answer (no rows, or measures that are not known everywhere)."""
        with self._locks[rollup]:
            if rollup not in self._cubes:
                made = relations.rolled()[rollup]
                with self._reading() as con:
                    self._cubes[rollup] = cube.read(con, rollup, made.dimensions, made.measures)
            return self._cubes[rollup]

    def names(self) -> Names:
        """The names of people."""
        with self._locks["people"]:
            if self._names is None:
                with self._reading() as con:
                    self._names = Names(con)
            return self._names

    def table(self, name: str, columns: Iterable[str], people: Collection[str] = ()) -> Table:
        """Columns of a table's rows, `people` being those that tell people apart. Raises Declined where the database must answer."""
        with self._locks[name]:
            held = self._tables.get(name)
            missing = set(columns) - (held.names if held else set())
            if held is None or missing:
                with self._reading() as con:
                    read = table.read(con, name, missing, people)
                held = self._tables[name] = held.with_columns(read) if held else read
            return held

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One reads at a time, and what reading took beside what is kept of it is given back: together they would take much at once."""
        with self._turn:
            try:
                with self._connect() as con:
                    yield con
            finally:
                release()
