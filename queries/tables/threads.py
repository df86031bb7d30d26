"""Which interactions hang together with new ones: by the question or post that they answer, or by their thread, in any number of steps.

What is said of a thread or of a question can only change where a new row hangs together with it.
"""

from __future__ import annotations

import duckdb

from queries.tables.proving import Declined

OPENS = "(kind = 'question' or kind = 'post')"
SAYS = "(kind = 'answer' or kind = 'reply' or kind = 'comment' or kind = 'thanks')"
# By what a row hangs together with others. Only what opens a conversation is answered so that it counts: a reply to a reply leads nowhere
# but to its thread.
LINKS = {"interaction_id": OPENS, "parent_id": SAYS, "thread_id": f"({OPENS} or {SAYS})"}
MOST_STEPS = 20


def gather(con: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table `hanging`: the rowids (`place`) of the rows that hang together with the new rows `added_interactions`, and of these.

    Raises Declined where that takes too many steps.
    """
    con.execute("create temp table hanging (place bigint); create temp table near (id varchar)")
    rows = "added_interactions"
    for _ in range(MOST_STEPS):
        ids = " union ".join(f"select {column} as id from {rows} where {kinds} and {column} is not null" for column, kinds in LINKS.items())
        con.execute(f"create or replace temp table further as select id from ({ids}) anti join near using (id)")
        if not con.execute("insert into near select id from further").fetchall()[0][0]:
            return
        found = " union ".join(
            f"select rowid as place from interactions where {kinds} and {column} in (select id from further)"
            for column, kinds in LINKS.items()
        )
        con.execute(f"create or replace temp table reached as select place from ({found}) anti join hanging using (place)")
        con.execute("insert into hanging select place from reached")
        rows = f"(select {', '.join(LINKS)}, kind from interactions where rowid in (select place from reached))"
    raise Declined("New rows belong to threads that hang together over many rows.")
