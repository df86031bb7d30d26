"""Which interactions are first answers: to a question of somebody else who is not staff, by anybody but a bot.

An answer belongs to the question that it replies to, else to the first question of its thread.
"""

from __future__ import annotations

import duckdb

from queries.tables.proving import Declined


def mark(con: duckdb.DuckDBPyConnection) -> None:
    """Set `is_first_answer` in the filled table of interactions."""
    con.execute(f"update interactions set is_first_answer = true where rowid in ({places('(select rowid as place, * from interactions)')})")


def mark_added(con: duckdb.DuckDBPyConnection) -> None:
    """Set `is_first_answer` of the new rows `added_interactions`. Raises Declined where an older row gains or loses it.

    Only the rows that hang together with a new one can change it: `threads.gather` has found them.
    """
    rows = "(select rowid as place, * from interactions where rowid in (select place from hanging))"
    con.execute(f"create temp table firsts as {places(rows)}")
    lost = "select 1 from interactions where is_first_answer and rowid in (select place from hanging) and rowid not in (select place from firsts)"
    gained = """select 1 from interactions where not is_first_answer and rowid in (select place from firsts)
        and interaction_id not in (select interaction_id from added_interactions)"""
    if con.execute(f"{lost} union all {gained} limit 1").fetchall():
        raise Declined("New rows change which answer was the first.")
    con.execute("update interactions set is_first_answer = true where rowid in (select place from firsts)")


def places(relation: str) -> str:
    """SELECT of the column `place`: the rowids of the first answers among the interactions of a relation that has them as `place`."""
    return f"""with questions as (
        select interaction_id, actor_id, coalesce(thread_id, interaction_id) as thread
        from {relation}
        where kind = 'question' and not is_staff
    ),
    threads as (
        select thread, min(interaction_id) as question_id, min(actor_id) as asker
        from questions
        group by thread
    ),
    answers as (
        select a.place, a."at", a.interaction_id, coalesce(q.interaction_id, t.question_id) as question_id
        from {relation} as a
        left join questions as q on a.parent_id = q.interaction_id
        left join threads as t on a.thread_id = t.thread
        where
            (a.kind = 'answer' or a.kind = 'reply')
            and (a.actor_role is null or a.actor_role <> 'bot')
            and coalesce(q.interaction_id, t.question_id) is not null
            and coalesce(a.actor_id, '') <> coalesce(q.actor_id, t.asker, '-')
    )
    select arg_min(place, row("at", interaction_id)) as place
    from answers
    group by question_id"""
