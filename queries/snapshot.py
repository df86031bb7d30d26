"""An immutable snapshot, opened read-only. One connection a snapshot and process, one cursor a query."""

import os
import threading
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import duckdb

from queries import contract

POINTER = "current"
FOLDER = "snapshots"
CONFIG = {"access_mode": "read_only", "python_enable_replacements": "false", "enable_external_access": "false"}
_open: dict[Path, "Snapshot"] = {}
_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The data as one load left it. `data_from` and `data_to` are the half-open span of complete local days."""

    name: str
    path: Path
    connection: duckdb.DuckDBPyConnection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one query: a connection that threads share gives them each other's answers."""
        return self.connection.cursor()

    @cached_property
    def facts(self) -> dict[str, str]:
        """What the load wrote down about the data, by key."""
        return dict(self.cursor().execute("select key, value from account.facts").fetchall())

    @property
    def zone(self) -> str:
        """Time zone of days and hours."""
        return self.facts["zone"]

    @cached_property
    def empty(self) -> bool:
        """Whether no table has a dated row."""
        return not self.facts["data_to"]

    @cached_property
    def data_from(self) -> date:
        """First local day of the data."""
        return date.fromisoformat(self.facts["data_from"] or "1970-01-01")

    @cached_property
    def data_to(self) -> date:
        """The day after the last complete local day of the data."""
        return date.fromisoformat(self.facts["data_to"] or "1970-01-02")

    @cached_property
    def last_moment(self) -> datetime | None:
        """The last moment at which something happened in the data."""
        return datetime.fromisoformat(self.facts["last_moment"]) if self.facts["last_moment"] else None

    @cached_property
    def tables(self) -> dict[str, int]:
        """Rows of each table of the contract."""
        counts = ", ".join(f"(select count(*) from {name})" for name in contract.tables())
        return dict(zip(contract.tables(), self.cursor().execute(f"select {counts}").fetchall()[0], strict=True))

    @cached_property
    def options(self) -> dict[str, tuple[str, ...]]:
        """The values by which one can filter, a tuple a dimension, in alphabetical order."""
        return {name: self._values(name) for name in ("channel", "segment", "region", "team", "topic")}

    def _values(self, dimension: str) -> tuple[str, ...]:
        having = [t.name for t in contract.tables().values() if any(c.name == dimension for c in t.columns)]
        union = " union ".join(f"select {dimension} as value from {name}" for name in having)
        rows = self.cursor().execute(f"select value from ({union}) where value is not null order by lower(value), value").fetchall()
        return tuple(row[0] for row in rows)


def current_name(cache: Path) -> str | None:
    """Name of the snapshot that the pointer names, without opening it."""
    try:
        return (cache / POINTER).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def path_of(cache: Path, name: str) -> Path:
    """Where the snapshot of that name lies."""
    return cache / FOLDER / f"{name}.duckdb"


def current(cache: Path) -> Snapshot | None:
    """The snapshot to serve, or None before the first load. A damaged one counts as none; the next load builds it again."""
    name = current_name(cache)
    if not name:
        return None
    path = path_of(cache, name)
    with _lock:
        if path not in _open:
            try:
                connection = duckdb.connect(str(path), config=dict(CONFIG))
                connection.execute("set global timezone = 'UTC'")
                _open[path] = Snapshot(name, path, connection)
            except (duckdb.Error, OSError):
                return None
            # Viewers may still read the one before; older ones close when their last query ends.
            for old in list(_open)[:-2]:
                del _open[old]
        return _open[path]


def point(cache: Path, name: str) -> None:
    """Move the pointer, in one step that either happened or did not."""
    new = cache / f".{POINTER}.{os.getpid()}"
    with new.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    new.replace(cache / POINTER)


def sound(path: Path) -> bool:
    """Whether a snapshot opens and carries its facts."""
    try:
        with path.open("rb") as file:
            if file.read(12)[8:] != b"DUCK":
                return False
        with duckdb.connect(str(path), config=dict(CONFIG)) as con:
            return bool(con.execute("select count(*) from account.facts").fetchall()[0][0])
    except (duckdb.Error, OSError):
        return False
