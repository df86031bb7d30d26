"""Whether new rows leave every row that a snapshot holds as it is, so that they can be added to a copy of it.

1. The settings and the program are those that made the snapshot, and all its exports are still there, the newest of equal rows still so.
2. No new row has the key of one that is there.
3. No row that is there refers to a new person, handle or case, from which the load would have copied something.
4. No row follows from other rows, as promises that the settings make and cases threaded from messages do.
Whatever is not so is declined by name, and everything is built from all parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from queries import contract
from queries.casting import quoted
from queries.settings import Settings
from queries.tables import coverage, deriving, longer
from queries.tables.filling import Given, Part

Reference = tuple[str, str]
# What else copies from the row that it refers to, beside `deriving.PERSONS`.
COPIED_TOO = {("interactions", "target_id"), ("referrals", "referred_id"), ("surveys", "case_id")}


class Declined(Exception):
    """Why rows cannot be added, in one sentence."""


def added(con: duckdb.DuckDBPyConnection, found: Sequence[Part], rules: str, beside: Path) -> list[Part]:
    """What the snapshot lacks: new exports, and the new rows of those that grew, in folders below `beside`.

    Raises Declined where the snapshot was made by other rules, or holds what is gone or changed.
    """
    if con.execute("select value from account.facts where key = 'rules'").fetchall() != [(rules,)]:
        raise Declined("The settings or the program changed.")
    before = dict(con.execute("select file, part from account.parts order by rowid").fetchall())
    now = {account.file: (account, folder) for account, folder in found if folder}
    gone = [file for file in before if file not in now]
    if gone:
        raise Declined(f"{gone[0]} is gone.")
    if [file for file in now if file in before] != list(before) and con.execute("select 1 from account.duplicates").fetchall():
        raise Declined("Which export is the newest changed.")
    new: list[Part] = []
    for number, (file, (account, folder)) in enumerate(now.items()):
        if file not in before:
            new.append((account, folder))
        elif folder.name != before[file]:
            old, more = folder.with_name(before[file]), beside / str(number)
            if (table := _repeated(con, file)) or not longer.rows(con, old, folder, more):
                raise Declined(f"{file} changed{f' and rows of {table} are repeated' if table else ''}.")
            new.append((account, more))
    return new


def _repeated(con: duckdb.DuckDBPyConnection, file: str) -> str:
    """A table in which a row of this export repeats another one: which of them stays may have changed with their order."""
    return str((con.execute("select any_value(table_name) from account.duplicates where file = $1", [file]).fetchall()[0][0]) or "")


def references(con: duckdb.DuckDBPyConnection, given: Mapping[str, Given]) -> dict[Reference, int]:
    """How many references of the rows that are there lead to a new row, by table and column. Raises Declined, see 3."""
    open_ends = con.execute("select table_name, column_name from account.coverage where known < given").fetchall()
    copied = {(table, column) for table, column in deriving.PERSONS.items()} | COPIED_TOO
    found = {}
    for table, column, other in coverage.columns():
        if other in given and (table, column) in open_ends:
            key = quoted(contract.tables()[other].key[0])
            led = f"select count(*) from {table} where {quoted(column)} in (select {key} from {given[other].relation})"
            found[table, column] = con.execute(led).fetchall()[0][0]
            if found[table, column] and (table, column) in copied:
                raise Declined(f"Rows of {table} refer to new rows of {other}.")
    return found


def keys(con: duckdb.DuckDBPyConnection, rows: Given) -> None:
    """Raise Declined where a new row has the key of one that is there."""
    names = [quoted(name) for name in contract.tables()[rows.table].key]
    same = " and ".join(f"t.{name} = n.{name}" for name in names)
    if con.execute(f"select 1 from {rows.table} t semi join {rows.relation} n on {same} limit 1").fetchall():
        raise Declined(f"New rows of {rows.table} replace older ones.")


def handles(con: duckdb.DuckDBPyConnection, given: Mapping[str, Given]) -> None:
    """Raise Declined where a row that is there holds a new handle in place of a person."""
    if "identities" not in given:
        return
    for table, columns in deriving.HANDLES.items():
        for column in columns:
            same = f"t.channel = n.channel and t.{column} = n.handle"
            if con.execute(f"select 1 from {table} t semi join {given['identities'].relation} n on {same} limit 1").fetchall():
                raise Declined(f"Rows of {table} are of people whose handles are new.")


def following(con: duckdb.DuckDBPyConnection, given: Mapping[str, Given], settings: Settings) -> None:
    """Raise Declined where new rows touch what follows from other rows."""
    if settings.threaded and ({"interactions", "cases"} & set(given)):
        raise Declined("Cases are threaded from messages.")
    if {"cases", "promises"} & set(given):
        due = "response_due_at is not null or resolution_due_at is not null"
        relations = ["cases", *([given["cases"].relation] if "cases" in given else [])]
        if settings.response or any(con.execute(f"select 1 from {relation} where {due} limit 1").fetchall() for relation in relations):
            raise Declined("Promises follow from cases.")
