"""Rollups in which a new row can change an older one: those that hang together with a new row are made anew, and no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import duckdb

from queries import relations
from queries.tables.proving import Reference

# What others say changes of a conversation; the rest it has from its question or post.
HEARD = ("replies", "talkers", "any_at", "answered_at", "by_staff", "is_accepted")
PAIR = "least(actor, toward) as one, greatest(actor, toward) as other"
Led = Mapping[Reference, int]


def renew(con: duckdb.DuckDBPyConnection, rollup: str, led: Led) -> bool:
    """Bring a rollup of interactions alone up to the new rows `added_interactions`; whether it could be done.

    `led` are the references of older rows that lead to a new one. The rowids in `hanging` are those that `threads.gather` found.
    """
    return RENEWED[rollup](con, relations.rolled()[rollup].select, led)


def _conversations(con: duckdb.DuckDBPyConnection, select: str, led: Led) -> bool:
    """Conversations that hang together with a new row, from all that hangs together with them."""
    rows = "select * from main.interactions where rowid in (select place from hanging)"
    con.execute(f"create temp table renewed as with interactions as ({rows}) select * from ({select})")
    changes = ", ".join(f"{column} = n.{column}" for column in HEARD)
    before, after = (", ".join(f"{alias}.{column}" for column in HEARD) for alias in ("c", "n"))
    con.execute(
        f"""update conversations as c set {changes} from renewed as n
        where c.interaction_id = n.interaction_id and c.day >= (select min(day) from renewed) and ({before}) is distinct from ({after})"""
    )
    _put(con, "conversations", "select * from renewed where interaction_id in (select interaction_id from added_interactions)")
    return True


def _first_acts(con: duckdb.DuckDBPyConnection, select: str, led: Led) -> bool:
    """Whoever has a new question or answer that is earlier than the first that was known. Not where two questions are the first at one moment."""
    con.execute(f"create temp table new_acts as with interactions as (select * from added_interactions) select * from ({select})")
    if con.execute("select 1 from new_acts as a semi join first_acts using (actor, asked_at) limit 1").fetchall():
        return False
    both = "from new_acts as a left join first_acts as f on a.actor = f.actor"
    asked = "coalesce(a.asked_at < f.asked_at, a.asked_at is not null)"
    helped = "coalesce(a.helped_at < f.helped_at, a.helped_at is not null)"
    first = "replace (least(a.helped_at, f.helped_at) as helped_at)"
    con.execute(
        f"""create temp table renewed_acts as select a.* {first} {both} where {asked} or f.actor is null
        union all select f.* {first} {both} where f.actor is not null and not {asked} and {helped}"""
    )
    con.execute("delete from first_acts where actor in (select actor from renewed_acts)")
    _put(con, "first_acts", "select * from renewed_acts")
    return True


def _tie_acts(con: duckdb.DuckDBPyConnection, select: str, led: Led) -> bool:
    """New acts, and the one older act of two people who had no other. Not where an older act answers a new row: it was to nobody before."""
    if led.get(("interactions", "parent_id")):
        return False
    # What a new act answers is looked at, but has no day: it is none of the new acts itself.
    answered = "select parent_id from added_interactions where target is null and parent_id is not null"
    older = "interaction_id not in (select interaction_id from added_interactions)"
    parents = f"select * replace (null::date as day) from main.interactions where interaction_id in ({answered}) and {older}"
    con.execute(
        f"create temp table acts as with interactions as (select * from added_interactions union all {parents}) select * from ({select})"
    )
    con.execute(f"create temp table pairs as select distinct {PAIR} from acts where actor <> toward")
    known = f"select rowid as place, is_again, {PAIR} from tie_acts where actor <> toward"
    con.execute(f"create temp table known as select * from ({known}) semi join pairs using (one, other)")
    con.execute("update tie_acts set is_again = true where rowid in (select place from known where not is_again)")
    again = "select a.* replace (a.is_again or k.one is not null as is_again) from acts as a"
    same = "least(a.actor, a.toward) = k.one and greatest(a.actor, a.toward) = k.other"
    _put(con, "tie_acts", f"{again} left join (select distinct one, other from known) as k on {same}")
    return True


RENEWED: dict[str, Callable[[duckdb.DuckDBPyConnection, str, Led], bool]] = {
    "conversations": _conversations,
    "first_acts": _first_acts,
    "tie_acts": _tie_acts,
}


def _put(con: duckdb.DuckDBPyConnection, rollup: str, select: str) -> None:
    """Put new rows in their places by day; those without a day come last."""
    con.execute(f"create temp table put as {select}")
    later = f"from {rollup} where day is null or day >= (select min(day) from put)"
    con.execute(f"create temp table moved as select * {later}")
    con.execute(f"delete {later}")
    con.execute(f"insert into {rollup} select * from (select * from moved union all select * from put) order by day")
    con.execute("drop table put; drop table moved")
