"""The people who invited somebody in the period, those who brought most first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.filters import slug

NAME = "Who brought them"


def show(visit: Visit) -> None:
    """The table; picking somebody opens their tree below."""
    answer = visit.ask("referrals/referrers")
    rows = answer.frame
    with panel(NAME, finding(rows), tier=answer.tier):
        if rows.empty:
            return
        number = st.column_config.NumberColumn
        columns = {
            "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
            "valid": number("Valid", help="Joined, and nothing speaks against it"),
            "customers": number("Customers", help="Valid ones who have bought"),
            "joined": "Joined",
            "invited": "Invited",
            "segment": "Segment",
            "region": "Region",
            "last_at": st.column_config.DatetimeColumn("Last", format="D MMM YYYY"),
            "person_id": "Person",
        }
        tables.export.offer(NAME, rows.drop(columns="total"), answer)
        key = f"referrers_{slug(visit.key)}"[:80]
        st.dataframe(
            rows[list(columns)],
            hide_index=True,
            column_config=columns,
            placeholder="",
            key=key,
            on_select=lambda: _take(key, list(rows["person_id"])),
            selection_mode="single-row",
            alt=f"People who invited somebody: {finding(rows)}",
            height="auto",
        )
        st.caption("Pick a row to see the tree of that person below.")


def _take(key: str, people: list[str]) -> None:
    places = st.session_state[key].selection.rows
    st.session_state["person"] = people[places[0]] if places else ""


def finding(rows: pd.DataFrame) -> str:
    """How many invited, and how much of it the first eight carry."""
    valid = int(rows["valid"].sum())
    if not valid:
        return f"{len(rows):,} people invited somebody; none of it counts." if len(rows) else "Nobody invited anybody in this period."
    first = rows.head(8)
    total = int(rows["total"].iloc[0])
    return f"{total:,} people invited somebody; the first {len(first)} brought {int(first['valid'].sum()):,} of {valid:,} who count."
