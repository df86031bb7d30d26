"""Rows that no export has but that follow from others: cases threaded from messages, and promises that a case makes.

They are written as one more file beside the exports' parts, older than all of these, so that an export's row stays where both have one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb

from queries import contract, response
from queries.casting import literal, quoted
from queries.settings import Settings
from queries.tables import business
from queries.tables.deriving import STAFF
from queries.tables.filling import Given

# What stands for the name of an export, where rows are counted by export.
NAME = "(follows from other exports)"
# What a customer says to the company; the rest is seen or clicked.
MESSAGES = "('question', 'mention', 'comment', 'reply', 'post')"
# Column of a case that says by when -> kind of the promise, and the moment that keeps it.
KEPT = {"response_due_at": ("first response", "first_response_at"), "resolution_due_at": ("resolution", "resolved_at")}


def extended(con: duckdb.DuckDBPyConnection, table: str, given: Mapping[str, Given], settings: Settings, path: Path) -> Given | None:
    """What fills a table, with the rows that follow; None where nothing does. Tables that `deriving.filled` names before it are filled."""
    select = {"cases": _threaded, "promises": _promised}.get(table, lambda given, settings: "")(given, settings)
    rows = given.get(table)
    if not select:
        return rows
    file = path.with_name(f"{path.name}.{table}.parquet")
    found = con.execute(f"copy ({_whole(table, select)}) to {literal(str(file))} (format parquet, compression lz4)").fetchall()[0][0]
    if not found:
        file.unlink()
        return rows
    return replace(rows, paths=(file, *rows.paths), files=(NAME, *rows.files)) if rows else Given(table, (file,), (NAME,))


def forget(path: Path) -> None:
    """Remove the files that `extended` wrote for the snapshot at `path`."""
    for file in path.parent.glob(f"{path.name}.*.parquet"):
        file.unlink()


def _whole(table: str, select: str) -> str:
    """The rows with every column of a part, in its order and type: those that the SELECT leaves out are empty."""
    made = contract.tables()[table].given()
    empty = ", ".join(f"null::{column.type} as {quoted(column.name)}" for column in made)
    columns = ", ".join(f"{quoted(column.name)}::{column.type} as {quoted(column.name)}" for column in made)
    return f"select 0::bigint as line, {columns} from (select {empty} where false union all by name ({select}))"


def _threaded(given: Mapping[str, Given], settings: Settings) -> str:
    """A case a message of a customer in the threaded channels, answered by the first reply of the company that is linked to it.

    A channel of which an export brings cases is left to that export.
    """
    messages, cases = given.get("interactions"), given.get("cases")
    if not settings.threaded or not messages:
        return ""
    channels = ", ".join(map(literal, settings.threaded))
    known = f"and channel not in (select channel from {cases.relation} where channel is not null)" if cases else ""
    return f"""with messages as (
        select t.*, coalesce(i.person_id, t.actor_id) as author_id, coalesce(coalesce(t.actor_role, p.role::varchar) in {STAFF}, false) as is_staff
        from (
            select *
            from {messages.numbered}
            where channel in ({channels}) {known}
            qualify row_number() over (partition by interaction_id order by file_number desc, line desc) = 1
        ) as t
        left join identities as i on i.channel = t.channel and i.handle = t.actor_id
        left join people as p on p.person_id = coalesce(i.person_id, t.actor_id)
    ),
    replies as (
        select parent_id, min("at") as first_at, max("at") as last_at, arg_min(author_id, "at") as agent_id, count(*) as replies
        from messages
        where is_staff and parent_id is not null and coalesce(actor_role, '') <> 'bot' and kind in ('answer', 'reply', 'comment')
        group by parent_id
    )
    select
        m.interaction_id as case_id, m.author_id as person_id, m.channel, r.agent_id, m."at" as opened_at, r.first_at as first_response_at,
        r.last_at as last_response_at, coalesce(r.replies, 0) as agent_replies, left(m.text, 200) as subject
    from messages as m
    left join replies as r on r.parent_id = m.interaction_id and r.first_at >= m."at"
    where not m.is_staff and m.kind in {MESSAGES}"""


def _promised(given: Mapping[str, Given], settings: Settings) -> str:
    """A promise a case and kind: by the case's own due time, else by the targets of the settings; not where an export brings it."""
    targets, exported = response.targets(settings.response), given.get("promises")
    selects = [_promise(column, settings, targets) for column in KEPT]
    known = f"select case_id, kind from {exported.relation} where case_id is not null" if exported else ""
    return f"select * from ({' union all '.join(selects)}) as f {f'anti join ({known}) as e using (case_id, kind)' if known else ''}"


def _promise(column: str, settings: Settings, targets: tuple[response.Target, ...]) -> str:
    kind, kept = KEPT[column]
    due, join = _due(column, response.minutes(kind, targets), response.clock(settings.response))
    return f"""select
        {literal(f"{kind} of ")} || t.case_id as promise_id, {literal(kind)} as kind, t.person_id, t.case_id,
        t.channel::varchar as channel, t.team::varchar as team, t.topic::varchar as topic, t.opened_at as made_at, {due} as due_at, t.{kept} as kept_at
    from cases as t {join}
    where {due} >= t.opened_at"""


def _due(column: str, minutes: str, clock: str) -> tuple[str, str]:
    """When a promise to the case `t` is due, and the join that this needs."""
    if minutes == "null":
        return f"t.{column}", ""
    if clock == response.BUSINESS:
        total = f"(t.opened_business + {minutes})"
        return f"coalesce(t.{column}, {business.due(total, 'span')})", business.due_join(total, "span")
    return f"coalesce(t.{column}, t.opened_at + to_microseconds(({minutes} * 60000000)::bigint))", ""
