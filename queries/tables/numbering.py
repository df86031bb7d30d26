"""A number for everybody who does something, or to whom it is done: to tell people apart by it costs half of what it does by their ids.

People have theirs from when they are filled in, 0 and up; whoever is not among them gets one below 0. A snapshot that
grows keeps the numbers that it has given. account.actors leads from a number back to the id.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

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
    _strangers(con, {table: table for table, _, _ in NUMBERED})


def number_added(con: duckdb.DuckDBPyConnection, touched: Collection[str]) -> None:
    """The same for the new rows `added_<table>` of the touched tables, and where they stand among the others."""
    if "people" in touched:
        con.execute("insert into account.actors select number, person_id from added_people")
    _strangers(con, {table: f"added_{table}" for table, _, _ in NUMBERED if table in touched})


def _strangers(con: duckdb.DuckDBPyConnection, relations: Mapping[str, str]) -> None:
    """Number who has none, in these relations by table, and there."""
    new = [(relations[table], table, number, id_) for table, number, id_ in NUMBERED if table in relations]
    unknown = " union ".join(
        f"select {id_} as person_id from {relation} where {n} is null and {id_} is not null" for relation, _, n, id_ in new
    )
    if not new or not con.execute(f"select 1 from ({unknown}) limit 1").fetchall():
        return
    con.execute(
        f"""insert into account.actors
        select (select coalesce(least(min(actor), 0), 0) from account.actors) - row_number() over (order by person_id), person_id
        from ({unknown}) where person_id not in (select person_id from account.actors)"""
    )
    for relation, table, number, id_ in new:
        for each in dict.fromkeys((relation, table)):
            same = f"a.person_id = {each}.{id_} and {each}.{number} is null"
            con.execute(f"update {each} set {number} = a.actor from account.actors as a where {same}")
