"""The answers behind a bar: which group is picked, and what its people said."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.parts import plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.filters import slug

_COLUMNS = {
    "answered_at": st.column_config.DatetimeColumn("Answered", format="D MMM YYYY, HH:mm"),
    "score": st.column_config.NumberColumn("Score", format="%g"),
    "comment": st.column_config.TextColumn("Comment", width="large"),
    "name": "Name",
    "channel": "Channel",
    "segment": "Segment",
    "region": "Region",
    "team": "Team",
    "topic": "Topic",
    "product": "Product",
    "case_id": "Case",
    "person_id": "Person",
    "response_id": "Answer",
}


def picked(rows: pd.DataFrame, key: str = "pick") -> str:
    """The group that the link or a click picked, or nothing."""
    wanted = slug(st.session_state.get(key) or "") if st.session_state.get(key) else ""
    return next((group for group in rows["group"] if slug(group) == wanted), "")


def pick(chart: str, key: str = "pick") -> Callable[[], None]:
    """A callback that takes the group of a clicked bar or cell; a click on nothing lets it go."""

    def take() -> None:
        points = st.session_state[chart].selection.points
        if points:
            group = points[0].get("customdata")
            st.session_state[key] = slug(str(group[0] if isinstance(group, list) else group))
        else:
            st.session_state[key] = ""

    return take


def show(visit: Visit, kind: str, by: str, rows: pd.DataFrame) -> None:
    """The newest answers of the picked group, or of all."""
    group = picked(rows)
    answer = visit.ask("satisfaction/answers", kind=kind, **({"dimension": by, "picked": group} if group else {}))
    total = int(answer.frame["total"].iloc[0]) if len(answer.frame) else 0
    said = sum(answer.frame["comment"].notna()) if total else 0
    with panel(
        f"Answers: {plain.label(group)}" if group else "Answers",
        f"{total:,} answers, {said:,} of the newest {min(total, 500):,} with words; newest first.",
        tier=answer.tier,
    ):
        options = ["", *sorted(rows["group"], key=str.casefold)]
        index = options.index(group) if group in options else 0
        chosen = st.selectbox(
            "Of", options, index=index, format_func=lambda value: value or "All", key=f"pick_{by}_{group}", label_visibility="collapsed"
        )
        if chosen != group:
            st.session_state["pick"] = slug(chosen) if chosen else ""
            st.rerun()
        frame = answer.frame.drop(columns="total")
        tables.show("Answers", frame, f"Answers{' of ' + group if group else ''}, newest first", _COLUMNS, answer)
