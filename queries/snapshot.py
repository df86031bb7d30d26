"""An immutable snapshot, opened read-only. One connection a snapshot and process, one cursor a query."""

import os
import threading
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from queries import contract, facts, relations
from queries.casting import literal

if TYPE_CHECKING:
    from queries.totals import Store

POINTER = "current"
FOLDER = "snapshots"
CONFIG = {
    "access_mode": "read_only",
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "allocator_flush_threshold": "4MiB",
}
# Blocks of the file that a query read stay in memory up to the limit, for all viewers together; what a query needs beyond it goes to disk.
# People who are told apart need room that grows with the data: below a sixth of the file a query over a hundred million rows found none.
LEAST_MEBIBYTES, SHARE_OF_FILE = 512, 6
# A page asks several questions at once, and viewers ask beside each other: half of the processors for each one is the quickest page, and
# the least work for all.
SHARE_OF_PROCESSORS = 2
# Totals are read once: the blocks that they lie in need no room after that.
READING = {"memory_limit": "24MiB", "threads": "1", "python_enable_replacements": "false"}
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

    def reader(self) -> duckdb.DuckDBPyConnection:
        """A cursor for rows that are read once, in order: what was read does not stay in memory.

        Where the file has gone, because there is a newer snapshot, it is a cursor on what is open.
        """
        try:
            cursor = self._reading.cursor()
        except duckdb.IOException:
            return self.cursor()
        cursor.execute("use snapshot")
        return cursor

    @cached_property
    def _reading(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(config=dict(READING))
        connection.execute(f"attach {literal(str(self.path))} as snapshot (read_only)")
        connection.execute("set global timezone = 'UTC'")
        connection.execute("set enable_external_access = false")
        return connection

    @property
    def zone(self) -> str:
        """Time zone of days and hours."""
        return self.facts["zone"]

    @property
    def week_start(self) -> str:
        """First day of a week: 'monday' or 'sunday'."""
        return self.facts.get("week_start", "monday")

    @cached_property
    def totals(self) -> "Store":
        """The daily totals, in memory as far as they were asked for."""
        # A load asks for none, and would wait for what they import.
        from queries.totals import Store

        return Store(self.cursor, self.reader)

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
    def numbers(self) -> tuple[int, int]:
        """The lowest and the highest number of a person, between which all others lie; of nobody 0 and 0."""
        first, last = self.cursor().execute("select coalesce(min(actor), 0), coalesce(max(actor), 0) from account.actors").fetchall()[0]
        return first, last

    @cached_property
    def tables(self) -> dict[str, int]:
        """Rows of each table of the contract."""
        counts = ", ".join(f"(select count(*) from {name})" for name in contract.tables())
        return dict(zip(contract.tables(), self.cursor().execute(f"select {counts}").fetchall()[0], strict=True))

    @cached_property
    def options(self) -> dict[str, tuple[str, ...]]:
        """The values by which one can filter, a tuple a dimension, in alphabetical order."""
        rows = self.cursor().execute("select name, value from account.options order by lower(value), value").fetchall()
        return {name: tuple(value for found, value in rows if found == name) for name in facts.OPTIONS}


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
    """The snapshot to serve, or None before the first load.

    A damaged one counts as none, and so does one in which this program would not find its tables; the next load builds it again.
    """
    name = current_name(cache)
    if not name:
        return None
    path = path_of(cache, name)
    with _lock:
        if path not in _open:
            try:
                if not sealed(path):
                    return None
                connection = duckdb.connect(str(path), config=_config(path))
                connection.execute("set global timezone = 'UTC'")
                if not _fits(connection):
                    connection.close()
                    return None
                _open[path] = Snapshot(name, path, connection)
            except (duckdb.Error, OSError):
                return None
            # Viewers may still read the one before; older ones close when their last query ends.
            for old in list(_open)[:-2]:
                del _open[old]
        return _open[path]


def _config(path: Path) -> dict[str, str | bool | int | float | list[str]]:
    """What every connection of this process to the snapshot must agree on."""
    threads = max(1, (os.cpu_count() or 1) // SHARE_OF_PROCESSORS)
    return {**CONFIG, "memory_limit": f"{mebibytes(path)}MiB", "threads": threads}


def mebibytes(path: Path) -> int:
    """The most that all queries of the snapshot in that file together may hold in memory."""
    return max(LEAST_MEBIBYTES, (path.stat().st_size >> 20) // SHARE_OF_FILE)


def _fits(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the snapshot has every table, column and formula that views of this program may name."""
    found = connection.execute("select table_name, list(column_name) from duckdb_columns() where schema_name = 'main' group by table_name")
    held = {table: set(names) for table, names in found.fetchall()}
    known = connection.execute("select distinct function_name from duckdb_functions() where function_type = 'macro' and not internal")
    told = {name for (name,) in known.fetchall()}
    return relations.macros() <= told and all(set(names) <= held.get(table, set()) for table, names in relations.columns().items())


def point(cache: Path, name: str) -> None:
    """Move the pointer, in one step that either happened or did not."""
    new = cache / f".{POINTER}.{os.getpid()}"
    with new.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    new.replace(cache / POINTER)


def seal_of(path: Path) -> Path:
    """The note beside a snapshot of what its file looked like when it was made."""
    return path.with_suffix(".seal")


def seal(making: Path, path: Path) -> None:
    """Note size and time of a finished snapshot that is about to be called `path`: nobody writes to it after that."""
    status = making.stat()
    seal_of(path).write_text(f"{status.st_size} {status.st_mtime_ns}", encoding="utf-8")


def sealed(path: Path) -> bool:
    """Whether the file has not been touched since. Raises OSError where there is none."""
    status = path.stat()
    return seal_of(path).read_text(encoding="utf-8") == f"{status.st_size} {status.st_mtime_ns}"


def sound(path: Path) -> bool:
    """Whether a snapshot is as it was sealed, opens and carries its facts."""
    try:
        if not sealed(path):
            return False
        with path.open("rb") as file:
            if file.read(12)[8:] != b"DUCK":
                return False
        with duckdb.connect(str(path), config=_config(path)) as con:
            return bool(con.execute("select count(*) from account.facts").fetchall()[0][0])
    except (duckdb.Error, OSError):
        return False
