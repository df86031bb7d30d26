"""The top of every page: title, the sentence of the filters, the link to share and the Export menu."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts import address, export, plain, serving, states
from pages.parts.visit import Visit

_KEY, _WORDS = "heading_export", "heading_words"


def show(visit: Visit, words: str = "") -> None:
    """Title and what stands under it; `words` instead of the sentence where a page does not follow the filters."""
    export.begin()
    st.session_state[_WORDS] = words or visit.filters.sentence()
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left, st.container(gap=None):
        st.title(visit.title, anchor=False)
        st.caption(plain.label(words or _said(visit)))
    with right, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if visit.snapshot.facts.get("sample") == "true":
            st.badge(
                "Sample data",
                icon=":material/science:",
                color="violet",
                help="An invented company. Set RAPPORT_DATA to a folder of your own exports.",
            )
        with st.popover("Share link", icon=":material/link:"):
            st.caption("Opens this page with the same dates and filters.")
            st.code(address.link(visit.filters), language=None, wrap_lines=True)
        st.session_state[_KEY] = st.container(width="content")
    for sentence in visit.dropped:
        st.warning(plain.label(sentence), icon=":material/link_off:")
    states.troubles(visit.ask("data/files").columns, serving.failed())


def _said(visit: Visit) -> str:
    company = visit.snapshot.facts.get("company")
    return visit.filters.sentence() + (f" · {company}" if company else "")


def finish(visit: Visit) -> None:
    """Fill the Export menu with what the page offered."""
    place: Any = st.session_state.pop(_KEY, None)
    if place is not None:
        export.menu(place, visit.title, st.session_state[_WORDS])
