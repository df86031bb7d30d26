"""Where the rows go: a table of cells as the fast path reads them, the rows that were read with care, and one relation over both."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from queries.reading.record import Record

BATCH = 50_000


class Target:
    """The relation `table` in a database, and the tables behind it: `cells`, `places`, `careful` and `dropped`, by quoted names.

    Temporary files go to the folder `scratch`, None for that of the system.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, table: str, scratch: Path | None = None) -> None:
        self.con, self.name, self.scratch = con, table, scratch
        self.cells, self.places, self.careful, self.dropped = (
            _quoted(f"{table} {part}") for part in ("cells", "lines", "careful", "dropped")
        )
        self.any_dropped = False
        self._clear()

    def _clear(self) -> None:
        """Nothing of an earlier export stays, whether its relation was a table or a view."""
        try:
            self.con.execute(f"drop view if exists {_quoted(self.name)}")
        except duckdb.CatalogException:
            self.con.execute(f"drop table {_quoted(self.name)}")
        for part in (self.cells, self.places, self.careful, self.dropped):
            self.con.execute(f"drop table if exists {part}")

    def put_places(self, numbers: npt.NDArray[np.int64]) -> None:
        """The physical lines of the rows in `cells`, in their order."""
        self._create(self.places, pa.table({"line": pa.array(numbers)}))

    def drop(self, numbers: npt.NDArray[np.int64]) -> None:
        """Physical lines of rows in `cells` that are none after all."""
        self.any_dropped = len(numbers) > 0
        if self.any_dropped:
            self._create(self.dropped, pa.table({"line": pa.array(numbers)}))

    def put_careful(self, good: Sequence[Record], width: int) -> None:
        """Rows that were read one by one."""
        fields = [("line", pa.int64()), *((f"c{number}", pa.string()) for number in range(width))]
        schema = pa.schema(fields)
        self._create(self.careful, schema.empty_table())
        for at in range(0, len(good), BATCH):
            part = good[at : at + BATCH]
            columns = zip(*(record.cells or () for record in part), strict=True)
            arrays = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
            rows = pa.table([pa.array([record.line + 1 for record in part], pa.int64()), *arrays], schema=schema)
            self._with(rows, f"insert into {self.careful} select * from reading_batch")

    def create(self, rows: pa.Table) -> None:
        """The relation itself as a table."""
        self._create(_quoted(self.name), rows)

    def insert(self, rows: pa.Table) -> None:
        """More rows for it."""
        self._with(rows, f"insert into {_quoted(self.name)} select * from reading_batch")

    def _create(self, table: str, rows: pa.Table) -> None:
        self._with(rows, f"create or replace table {table} as select * from reading_batch")

    def _with(self, rows: pa.Table, query: str) -> None:
        self.con.register("reading_batch", rows)
        self.con.execute(query)
        self.con.unregister("reading_batch")

    def expose(self, names: Sequence[str], first: int | None, fast: bool, careful: bool) -> None:
        """The relation: `line` and the columns, by their names. Lines count from `first`, or stand in `places`."""
        given = ", ".join(f"c{number} as {_quoted(name)}" for number, name in enumerate(names))
        parts = []
        if fast and first is not None:
            parts.append(f"select rowid + {first} as line, {given} from {self.cells}")
        elif fast:
            less = f" where line not in (select line from {self.dropped})" if self.any_dropped else ""
            parts.append(f"select line, {given} from {self.places} positional join {self.cells}{less}")
        if careful:
            parts.append(f"select line, {given} from {self.careful}")
        self.con.execute(f"create view {_quoted(self.name)} as {' union all '.join(parts)}")


def named(names: Sequence[str]) -> tuple[str, ...]:
    """Column names for the relation: empty ones numbered, repeated ones and `line` with a number behind them."""
    seen, result = {"line"}, []
    for number, name in enumerate(names, 1):
        unique = next(n for n in _numbered(name or f"column {number}") if n.casefold() not in seen)
        seen.add(unique.casefold())
        result.append(unique)
    return tuple(result)


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base} ({number})"
        number += 1


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
