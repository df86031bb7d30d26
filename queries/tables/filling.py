"""A table of the snapshot from the parts of all exports: of rows with one key the newest export's stays, in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from queries import contract
from queries.casting import literal, quoted
from queries.exports.account import Account
from queries.settings import Settings
from queries.tables import appending, coding, deriving
from queries.trouble import Trouble

Part = tuple[Account, Path | None]


@dataclass(frozen=True)
class Given:
    """The Parquet files that fill a table, oldest export first, and the export that each comes from."""

    table: str
    paths: tuple[Path, ...]
    files: tuple[str, ...]

    @property
    def relation(self) -> str:
        """A FROM clause of all their rows, in order of files and lines."""
        return f"read_parquet([{', '.join(literal(str(path)) for path in self.paths)}])"

    @property
    def numbered(self) -> str:
        """The same with `file_number`, the place of the file, and `file_row_number`."""
        selects = [f"select *, {number} as file_number from {_one(path)}" for number, path in enumerate(self.paths)]
        return f"({' union all '.join(selects)})"


def _one(path: Path) -> str:
    return f"read_parquet({literal(str(path))}, file_row_number = true)"


def given(found: Sequence[Part]) -> dict[str, Given]:
    """What fills each table that has a part at all, in the order in which tables can be filled."""
    made = {}
    for table in deriving.filled():
        files = [(path, account.file) for account, folder in found if folder for path in sorted(folder.glob(f"*.{table}.parquet"))]
        if files:
            made[table] = Given(table, tuple(path for path, _ in files), tuple(file for _, file in files))
    return made


def fill(con: duckdb.DuckDBPyConnection, rows: Given, settings: Settings) -> None:
    """Insert the rows into their table and count the repeated ones in account.duplicates."""
    repeated = expose(con, rows)
    pieces = [] if repeated else appending.pieces(con, rows.table, rows.paths)
    if pieces:
        appending.append(con, rows.table, pieces, settings, _handles(con, rows.table))
        if in_order(con, rows.table):
            return
        # A join that had no room in memory has mixed them.
        con.execute(f"truncate {rows.table}")
    insert(con, rows.table, settings)
    ordered(con, rows.table)


def expose(con: duckdb.DuckDBPyConnection, rows: Given) -> bool:
    """Make the relation `given` of the rows that stay, coded; count the repeated ones in account.duplicates, and tell whether there are any."""
    repeated = _repeated(con, rows)
    left = "(select * exclude (file_number, file_row_number) from {} anti join repeated using (file_number, file_row_number))"
    source = left.format(rows.numbered) if repeated else rows.relation
    con.execute(f"create or replace temp view given as {coding.given(rows.table, source, coding.types(con))}")
    return repeated


def insert(con: duckdb.DuckDBPyConnection, table: str, settings: Settings, into: str = "") -> None:
    """Insert the rows of the relation `given` into their table, or one like it, in order of time, with what the load derives."""
    con.execute(f"insert into {into or table} {deriving.select(table, settings, handles=_handles(con, table))}")


def _handles(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether any channel of the rows has handles at all: looking for them costs two joins a row."""
    if table not in deriving.HANDLES or not con.execute("select 1 from identities limit 1").fetchall():
        return False
    return bool(con.execute("select 1 from given where channel in (select channel from identities) limit 1").fetchall())


def _repeated(con: duckdb.DuckDBPyConnection, rows: Given) -> bool:
    """Whether a key occurs twice; the temporary table `repeated` then holds the rows that give way, which are counted."""
    if _rising(con, rows):
        return False
    key = ", ".join(quoted(name) for name in contract.tables()[rows.table].key)
    once = f"select count(*) = count(distinct hash({key})) from {rows.relation}"
    if con.execute(once).fetchall()[0][0]:
        return False
    places = f"select file_number, file_row_number, line, {key}, hash({key}) as hashed from {rows.numbered}"
    con.execute(
        f"""create or replace temp table repeated as
        with places as ({places}), twice as (select hashed from places group by hashed having count(*) > 1)
        select file_number, file_row_number from places semi join twice using (hashed)
        qualify row_number() over (partition by {key} order by file_number desc, line desc, file_row_number desc) > 1"""
    )
    counted = con.execute("select file_number, count(*) from repeated group by 1").fetchall()
    for file, number in _by_file(rows, dict(counted)).items():
        con.execute("insert into account.duplicates values (?, ?, ?)", [rows.table, file, number])
    return bool(counted)


def _rising(con: duckdb.DuckDBPyConnection, rows: Given) -> bool:
    """Whether each key is greater than the one before it: then none occurs twice. Many tools export so, and where one does not, the first rows tell."""
    key, *others = contract.tables()[rows.table].key
    pairs = f"select {quoted(key)} as key, lag({quoted(key)}) over () as before from {rows.relation}"
    return not others and not con.execute(f"select 1 from ({pairs}) where key <= before limit 1").fetchall()


def _by_file(rows: Given, counted: dict[int, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, file in enumerate(rows.files):
        if number in counted:
            found[file] = found.get(file, 0) + counted[number]
    return found


def ordered(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Raise Trouble unless the table's rows lie in order of time: whoever reads a period then reads a few blocks."""
    if not in_order(con, table):
        raise Trouble(f"The rows of {table} are not in order of time.")


def in_order(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the table's rows lie in order of time; those without one come first."""
    moment = deriving.MOMENTS.get(table)
    if not moment:
        return True
    at = f"coalesce({moment}, '-infinity'::timestamptz)"
    back = f"select count(*) from (select {at} as moment, lag({at}) over () as before from {table} t) where moment < before"
    return not con.execute(back).fetchall()[0][0]
