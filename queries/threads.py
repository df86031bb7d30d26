"""Which interactions hang together with new ones: by the question or post that they answer, or by their thread, in any number of steps.

What is said of a thread or of a question can only change where a new row hangs together with it.
"""

from __future__ import annotations

import duckdb

from queries.proving import Declined

OPENS = "(kind = 'question' or kind = 'post')"
SAYS = "(kind = 'answer' or kind = 'reply' or kind = 'comment' or kind = 'thanks')"
# Only what opens a conversation can be answered so that it counts: a reply to a reply leads nowhere but to its thread.
LINKS = f"""case when {OPENS} then hash(interaction_id) end as own, case when parent_id is not null then hash(parent_id) end as parent,
    case when thread_id is not null then hash(thread_id) end as thread"""
LINKED = f"({OPENS} or ({SAYS} and (parent_id is not null or thread_id is not null)))"
MOST_STEPS = 20


def gather(con: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table `hanging`: the rowids (`place`) of the rows that hang together with the new rows `added_interactions`, and of these.

    Raises Declined where that takes too many steps.
    """
    con.execute("create temp table hanging (place bigint)")
    con.execute(f"create temp table touched as select {LINKS} from added_interactions where {LINKED}")
    if not con.execute("select 1 from touched limit 1").fetchall():
        return
    con.execute(f"create temp table links as select rowid as place, {LINKS} from interactions where {LINKED}")
    reached = 0
    for _ in range(MOST_STEPS):
        con.execute(
            """create or replace temp table near as select own as id from touched where own is not null
            union select parent from touched where parent is not null union select thread from touched where thread is not null"""
        )
        con.execute(
            """create or replace temp table touched as select * from links
            where own in (select id from near) or parent in (select id from near) or thread in (select id from near)"""
        )
        count = con.execute("select count(*) from touched").fetchall()[0][0]
        if count == reached:
            con.execute("insert into hanging select place from touched")
            return
        reached = count
    raise Declined("New rows belong to threads that hang together over many rows.")
