"""Bridges: people whose loss would split the community, and how many others would lose touch."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.network import Found
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.measures.network import Numbers

NAME = "Bridges"


def show(visit: Visit, found: Found) -> None:
    """Those who hold most, first."""
    rows, total = held(visit, found, found.bridges[: tables.MOST_ROWS]), len(found.bridges)
    with panel(NAME, said(rows, total, found.network.n), tier=visit.ask("ties/edges").tier):
        if rows.empty:
            return
        number = st.column_config.NumberColumn
        columns = {
            "name": st.column_config.TextColumn("Name", width=130, pinned=True),
            "cut_off": number("Would lose touch", format="localized", help="People without a way to the largest part that is left"),
            "ties": number("Ties with", format="localized"),
            "side": "Side",
            "segment": "Segment",
            "person_id": "Person",
        }
        everyone = (lambda: held(visit, found, found.bridges, everybody=True)) if total > len(rows) else None
        alt = f"People whose loss would split the community. {said(rows, total, found.network.n)}"
        tables.show(NAME, rows, alt, columns, whole=everyone, total=total)
        st.caption("Most of them are all that somebody new has: a second tie for each of these makes the community hold without them.")


def held(visit: Visit, found: Found, places: Numbers, everybody: bool = False) -> pd.DataFrame:
    """The people at these places, with how many others each holds."""
    return found.people(visit, places, everybody).assign(cut_off=found.network.cut_off[places])


def said(rows: pd.DataFrame, total: int, everyone: int) -> str:
    """How many there are, and the first of them."""
    if rows.empty:
        return "Nobody's loss would cut anybody off." if everyone else "Nobody spoke to anybody in this period."
    first = rows.iloc[0]
    whose = f"{first['name']}{' (staff)' if first['side'] == 'staff' else ''}"
    return f"{total:,} of {everyone:,} people are the only way to somebody; without {whose}, {int(first['cut_off']):,} would lose touch with the rest."
