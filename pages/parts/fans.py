"""True fans, each with the evidence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.measures import fans

NAME = "True fans"
RULE = (
    f"At least {fans.LEAST} of these: orders on two days or more; a valid referral; thanks from others; 9 or 10 in the latest NPS; words both "
    "ways with somebody of us in the last year. Until the end of the period, those with most kinds first; followers and likes count for nothing."
)


def show(visit: Visit) -> None:
    """Everyone with enough evidence, in a sentence each."""
    answer = visit.ask("ties/fans", least=fans.LEAST)
    rows = answer.frame
    with panel(NAME, said(rows), tier=answer.tier):
        st.caption(plain.label(RULE))
        if rows.empty:
            return
        columns = {
            "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
            "evidence": st.column_config.TextColumn("Evidence", width=640),
            "consent": st.column_config.CheckboxColumn("Consent"),
            "owner": "Owner",
            "segment": "Segment",
            "region": "Region",
            "person_id": "Person",
        }
        frame = rows.assign(evidence=[fans.evidence(row) for row in rows.itertuples(index=False)])
        tables.show(NAME, frame, f"True fans with their evidence. {said(rows)}", columns, answer, frame.drop(columns=["total", "all_five"]))


def said(rows: pd.DataFrame) -> str:
    """How many there are, and what speaks for most of them."""
    if rows.empty:
        return f"Nobody has {fans.LEAST} kinds of evidence yet."
    total = int(rows["total"].iloc[0])
    listed = "" if total == len(rows) else f" The {len(rows)} with most kinds are listed."
    five = int(rows["all_five"].iloc[0])
    return f"{total:,} people have {fans.LEAST} or more kinds of evidence{f', {five:,} of them all five' if five else ''}.{listed}"
