"""Who gives and who asks, person by person, and who helped before asking for help."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import over_time, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown

NAME = "Who gives, who asks"


def show(visit: Visit) -> None:
    """The share who gave first, over time, and everyone with both counts."""
    first = next(iter(visit.cards("gave_first")), None)
    left, right = st.columns([2, 3])
    with left:
        if first is not None and first.state != shown.NO_DATA:
            over_time.show(visit, first, "Gave before they asked")
    with right:
        _people(visit)


def _people(visit: Visit) -> None:
    answer = visit.ask("ties/givers")
    rows = answer.frame
    with panel(NAME, said(rows), tier=answer.tier):
        if rows.empty:
            return
        number = st.column_config.NumberColumn
        columns = {
            "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
            "gives": number("Gives", format="localized"),
            "asks": number("Asks", format="localized"),
            "first": st.column_config.TextColumn("Came first", help="Of any day: help given, or help asked for"),
            "answers": number("Answers", format="localized"),
            "thanks": number("Thanks", format="localized"),
            "praise": number("Praise", format="localized"),
            "resources": number("Posts that give", format="localized"),
            "questions": number("Questions", format="localized"),
            "promotion": number("Posts that ask", format="localized"),
            "asks_to_share": number("Begs for a share", format="localized"),
            "segment": "Segment",
            "region": "Region",
            "person_id": "Person",
        }
        frame = rows.assign(first=[came_first(row) for row in rows.itertuples(index=False)])
        whole = frame.drop(columns=["people", "only_give", "only_ask"])
        tables.show(NAME, frame, f"Members by what they give and ask. {said(rows)}", columns, answer, whole)


def came_first(row: object) -> str:
    """'gave', 'asked', or 'never asked'."""
    if pd.isna(row.first_ask):  # type: ignore[attr-defined]
        return "never asked"
    return "gave" if row.gave_first else "asked"  # type: ignore[attr-defined]


def said(rows: pd.DataFrame) -> str:
    """How many only give, only ask, or do both."""
    if rows.empty:
        return "No member gave or asked for anything in this period."
    people, give, ask = (int(rows[name].iloc[0]) for name in ("people", "only_give", "only_ask"))
    listed = f" The {len(rows)} who did most are listed." if people > len(rows) else ""
    return f"Of {people:,} members {give:,} only gave, {ask:,} only asked and {people - give - ask:,} did both.{listed}"
