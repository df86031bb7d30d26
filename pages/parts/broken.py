"""The promises that were not kept on time, with the people to whom they were made."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts import plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.filters import slug

_COLUMNS = {
    "due_at": "Due",
    "state": "State",
    "lateness": st.column_config.TextColumn("Late by", help="Up to the data's last moment where it is still open"),
    "kind": "Promise",
    "name": "Name",
    "channel": "Channel",
    "team": "Team",
    "topic": "Topic",
    "case_id": "Case",
    "order_id": "Order",
    "person_id": "Person",
    "promise_id": "Id",
}


def show(visit: Visit, kind: str, by: str, groups: dict[str, Any], picked: str) -> None:
    """The newest broken promises of a kind (all if empty), of the picked group or of all. `groups` maps what is shown to what is asked for."""
    narrowed = {"dimension": by, "picked": groups[picked]} if picked else {}
    answer = visit.ask("promises/broken", **({"kind": kind} if kind else {}), **narrowed)
    total = int(answer.frame["total"].iloc[0]) if len(answer.frame) else 0
    still = int((answer.frame["state"] == "overdue").sum())
    said = (
        f"{total:,} not kept on time; {still:,} of the newest {min(total, 500):,} still open. Newest due first."
        if total
        else "None in this period."
    )
    with panel(f"Broken promises: {picked}" if picked else "Broken promises", said):
        _picker(list(groups), by, picked)
        frame = answer.frame.drop(columns="total")
        frame.insert(3, "lateness", [shown.duration(minutes) for minutes in frame["minutes_late"]])
        tables.show(
            "Broken promises",
            frame,
            f"Broken promises{' of ' + picked if picked else ''}, newest due first",
            _COLUMNS | {"due_at": tables.moment("Due", visit)},
            answer,
        )


def _picker(groups: list[str], by: str, picked: str) -> None:
    options = ["", *sorted(groups, key=str.casefold)]
    chosen = st.selectbox(
        "Of",
        options,
        index=options.index(picked) if picked in options else 0,
        format_func=lambda value: plain.label(value) or f"Every {by}",
        key=f"broken_{by}_{picked}",
        label_visibility="collapsed",
        width=300,
    )
    if chosen != picked:
        st.session_state["broken"] = slug(chosen) if chosen else ""
        st.rerun()
