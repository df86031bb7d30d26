"""The cases behind a bar or a cell, the slowest reply first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts import tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown

_COLUMNS = {
    "opened_at": "Asked",
    "wait": st.column_config.TextColumn("First reply after"),
    "solved": st.column_config.TextColumn("Solved after"),
    "name": "Name",
    "subject": st.column_config.TextColumn("Subject", width="medium"),
    "channel": "Channel",
    "team": "Team",
    "agent": "Agent",
    "topic": "Topic",
    "priority": "Priority",
    "status": "Status",
    "case_id": "Case",
    "person_id": "Person",
}


def show(visit: Visit, which: str, **params: Any) -> None:
    """The cases that `params` of the view choose; `which` says in words which they are, empty for all of the period."""
    answer = visit.ask("promises/cases", **params)
    total = int(answer.frame["total"].iloc[0]) if len(answer.frame) else 0
    said = f"{total:,} cases{', of which the slowest 500 are listed' if total > 500 else ''}; the slowest first reply first."
    with panel(f"Cases: {which}" if which else "Cases", said if total else "None in this period."):
        if which:
            st.button("Show all cases", key="case_all", on_click=_release, icon=":material/close:", type="tertiary")
        frame = answer.frame.drop(columns="total")
        waits = zip(frame["minutes"], frame["is_answered"], strict=True)
        frame.insert(1, "wait", [_wait(minutes, answered) for minutes, answered in waits])
        frame.insert(2, "solved", ["" if shown.missing(hours) else shown.duration(60 * hours) for hours in frame["hours_to_solved"]])
        tables.show(
            "Cases",
            frame,
            f"Cases{' ' + which if which else ''}, slowest first reply first",
            _COLUMNS | {"opened_at": tables.moment("Asked", visit)},
            answer,
        )


def _wait(minutes: float, answered: bool) -> str:
    if shown.missing(minutes):
        return "" if answered else "no reply"
    return shown.duration(minutes) if answered else f"no reply in {shown.duration(minutes)}"


def _release() -> None:
    st.session_state["case"] = ""
