"""Everything that customers wrote in one list: search, theme, word and side narrow it, and the link keeps them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import address, plain, tables, themes
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import matching
from queries.filters import listed, slug

SIDES = {"all": "All", "detractors": "Detractors", "others": "Others with a score"}
_COLUMNS = {
    "said_at": st.column_config.DatetimeColumn("When", format="D MMM YYYY, HH:mm"),
    "text": st.column_config.TextColumn("What they wrote", width="large"),
    "score": st.column_config.NumberColumn("Score", format="%g"),
    "scale_max": st.column_config.NumberColumn("of", format="%g"),
    "themes": st.column_config.TextColumn("Themes", width="medium"),
    "channel": "Channel",
    "name": "Name",
    "kind": "Kind",
    "sentiment": st.column_config.TextColumn("Sentiment", help="As the export says it; nothing is guessed"),
    "segment": "Segment",
    "region": "Region",
    "team": "Team",
    "person_id": "Person",
    "id": "Source row",
}


def show(visit: Visit, rows: pd.DataFrame, theme: str, word: str) -> None:
    """The newest texts with what narrows them."""
    with panel("What they wrote"):
        left, middle, right = st.columns([3, 2, 3], vertical_alignment="bottom")
        with left:
            search = st.text_input(
                "Search",
                key="search",
                placeholder='refund late, or "no reply"',
                help='Every word must be there; a word also finds what it begins. Quotes keep a phrase together. "whole" finds that word only.',
                max_chars=address.LONGEST,
                persist_state="session",
            )
        with middle:
            _theme(rows, theme)
        with right:
            side = st.segmented_control(
                "Who", list(SIDES), key="side", format_func=SIDES.__getitem__, required=True, persist_state="session"
            )
        terms, ignored = matching.terms(search)
        if ignored:
            st.caption(plain.label(f"Left out of the search: {listed(ignored)}."))
        if word:
            st.button(f"Without the word “{plain.label(word)}”", icon=":material/close:", on_click=_forget_word, type="tertiary")
        params: dict[str, Any] = {f"term_{place + 1}": term for place, term in enumerate(terms)}
        params |= themes.parameter(theme) | themes.narrowing(visit) | ({"side": side} if side != "all" else {})
        params |= {"word": matching.pattern([word])} if word else {}
        answer = visit.ask("voices/said", **params)
        total = int(answer.frame["total"].iloc[0]) if len(answer.frame) else 0
        st.caption(f"{total:,} texts{f'; the newest {len(answer.frame)} are listed' if total > len(answer.frame) else ', newest first'}.")
        if total:
            columns = {name: label for name, label in _COLUMNS.items() if answer.frame[name].notna().any()}
            tables.show("What they wrote", answer.frame.drop(columns="total"), "Texts of customers, newest first", columns, answer)


def _theme(rows: pd.DataFrame, theme: str) -> None:
    options = ["", *rows["theme"]]
    index = options.index(theme) if theme in options else 0
    chosen = st.selectbox("Theme", options, index=index, format_func=lambda name: name or "All themes", key=f"said_of_{slug(theme)}")
    if chosen != theme:
        st.session_state["theme"] = slug(chosen) if chosen else ""
        st.rerun()


def _forget_word() -> None:
    st.session_state["word"] = ""
