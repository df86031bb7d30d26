"""A number for everybody who does something, or to whom it is done: to tell people apart by it costs half of what it does by their ids.

People have theirs from when they are filled in, 0 and up; whoever is not among them gets one below 0. A snapshot that
grows keeps the numbers that it has given. account.actors leads from a number back to the id.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

# Table, the column that holds a number, and the id that it stands for.
NUMBERED = (
    ("interactions", "actor", "actor_id"),
    ("interactions", "target", "target_id"),
    ("referrals", "referrer", "referrer_id"),
    ("referrals", "referred", "referred_id"),
    ("posts", "author", "author_id"),
    ("surveys", "person", "person_id"),
    ("cases", "person", "person_id"),
    ("orders", "person", "person_id"),
)


def number(con: duckdb.DuckDBPyConnection) -> None:
    """Make account.actors from the filled tables, and number who is not among people."""
    con.execute("create schema if not exists account; create table account.actors as select number as actor, person_id from people")
    _strangers(con)


def number_added(con: duckdb.DuckDBPyConnection, touched: Collection[str]) -> None:
    """The same for the new rows `added_people`, and those of the other `touched` tables."""
    if "people" in touched:
        con.execute("insert into account.actors select number, person_id from added_people")
    _strangers(con)


def _strangers(con: duckdb.DuckDBPyConnection) -> None:
    unknown = " union ".join(f"select {id_} as person_id from {t} where {n} is null and {id_} is not null" for t, n, id_ in NUMBERED)
    if not con.execute(f"select 1 from ({unknown}) limit 1").fetchall():
        return
    con.execute(
        f"""insert into account.actors
        select (select coalesce(least(min(actor), 0), 0) from account.actors) - row_number() over (order by person_id), person_id
        from ({unknown}) where person_id not in (select person_id from account.actors)"""
    )
    for table, number, id_ in NUMBERED:
        same = f"a.person_id = {table}.{id_} and {table}.{number} is null"
        con.execute(f"update {table} set {number} = a.actor from account.actors as a where {same}")
