"""The footnote on who is left out of a community's numbers: staff, bots, deleted and test accounts, and how much they did."""

from __future__ import annotations

import streamlit as st

from pages.parts import plain
from pages.parts.visit import Visit
from queries.filters import listed

NAMES = {
    "employee": "employees",
    "bot": "bots",
    "deleted": "deleted accounts",
    "test": "test accounts",
    "agent": "agents",
    "brand": "the brand",
}


def show(visit: Visit) -> None:
    """One sentence, with the acts of each role."""
    rows = visit.ask("community/left_out").frame
    said = [f"{int(row.acts):,} acts of {NAMES.get(row.role, row.role)} ({int(row.people):,})" for row in rows.itertuples(index=False)]
    words = f"Left out of these numbers, in the same days: {listed(tuple(said))}." if said else "Nobody of staff, and no bot, was left out."
    st.caption(plain.label(words))
