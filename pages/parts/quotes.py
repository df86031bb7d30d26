"""A few representative texts a theme, as they were written."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import export, plain, themes
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import period

MOST_THEMES = 3
RULE = (
    "Chosen by rule, not by hand: of a theme's newest 300 texts of five words or more, those nearest to what the theme says on average "
    "(tf-idf), no wording and no person twice; of messages those that open a conversation."
)


def show(visit: Visit, rows: pd.DataFrame, theme: str) -> None:
    """The quotes of the picked theme, or of those that most detractors speak of."""
    answer = visit.ask("voices/quotes", **themes.narrowing(visit))
    export.offer("Quotes", answer.frame, answer)
    attention = rows.sort_values(["detractors", "said"], ascending=False, kind="stable")["theme"]
    ordered = [theme] if theme else [name for name in attention if name != themes.NONE]
    there = [name for name in ordered if (answer.frame["theme"] == name).any()][:MOST_THEMES]
    with panel("In their words", f"Texts that stand for {'their theme' if theme else 'the themes of most detractors'}."):
        for name in there:
            st.markdown(f"**{plain.label(name)}**")
            some = answer.frame[answer.frame["theme"] == name]
            for quote in some.head(3 if theme else 2).itertuples(index=False):
                with st.container(gap=None):
                    # Customers' words are text, whatever marks they hold.
                    st.text(f"“{quote.text}”")
                    st.caption(plain.label(origin(quote)))
        if not there:
            st.caption("No text of five words or more speaks of a theme here.")
        st.caption(RULE)


def origin(quote: object) -> str:
    """'CSAT 2 of 5, chat, 3 Mar 2026'."""
    kind, score, scale_max, channel, said_at = (getattr(quote, name) for name in ("kind", "score", "scale_max", "channel", "said_at"))
    what = kind.upper() if getattr(quote, "source", "") == "survey" else kind
    parts = [what if pd.isna(score) else f"{what} {score:g} of {scale_max:g}"]
    parts += [channel] if isinstance(channel, str) else []
    return ", ".join([*parts, period.day_written(said_at.date())])
