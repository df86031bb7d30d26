"""How a page with cards opens: its title, one sentence that says what is going on, and how to read the cards."""

from __future__ import annotations

import streamlit as st

from pages.parts import cards, heading, plain
from pages.parts.visit import Visit
from queries.cards import Card


def show(visit: Visit, every: list[Card], more: str = "") -> None:
    """Say it from all cards of the page, which go on its Export menu; `more` stands behind how to read them."""
    heading.show(visit)
    st.markdown(f"**{plain.label(cards.opening(every, visit.filters))}**")
    st.caption(f"{cards.KEY} {more}".strip())
    cards.offer(every)
