"""What starts conversations: topics of members' questions and of our own posts, by how much others said."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown

NAME, FEWEST = "What starts conversations", 5


def show(visit: Visit) -> None:
    """A row for each topic, with most said about it first."""
    answer = visit.ask("community/starters")
    rows = answer.frame
    with panel(NAME, finding(rows), tier=answer.tier):
        if rows.empty:
            return
        number = st.column_config.NumberColumn
        columns = {
            "topic": st.column_config.TextColumn("Topic", width="medium", pinned=True),
            "opened": "Opened by",
            "replies_each": number("Replies each", format="%.1f", help="What others said, a conversation"),
            "people_each": number("People each", format="%.1f"),
            "conversations": number("Conversations", format="localized"),
            "talked": number("With a reply", format="localized"),
            "share": st.column_config.TextColumn("Share with a reply"),
        }
        frame = rows.assign(
            topic=rows["topic"].fillna("no topic known"),
            opened=rows["whose"].map({"members": "members", "we": "us"}),
            share=[f"{shown.text(row.value, 'share')}{', few' if row.n < 30 else ''}" for row in rows.itertuples(index=False)],
        )
        tables.show(NAME, frame, f"Topics by replies. {finding(rows)}", columns, answer, rows)
        st.caption("A conversation is a question or a post that answers nothing. A text of several themes counts in each.")


def finding(rows: pd.DataFrame) -> str:
    """The topic on which others say most, of members and of ours."""
    known = rows[rows["topic"].notna() & (rows["conversations"] >= FEWEST)]
    said = []
    for whose, words in (("members", "members’"), ("we", "our")):
        part = known[known["whose"] == whose]
        if len(part):
            best = part.iloc[0]
            said.append(f"of {words} topics {best['topic']}, {best['replies_each']:.1f} replies each")
    return f"Most is said, {'; '.join(said)}." if said else f"No topic opened {FEWEST} conversations or more."
