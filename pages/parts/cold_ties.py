"""Ties that have gone cold, and who could warm them up."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.panel import panel
from pages.parts.visit import Visit

NAME = "Cold ties"


def show(visit: Visit) -> None:
    """Pairs who had come back to each other and are silent now."""
    answer = visit.ask("ties/cold")
    rows = answer.frame
    with panel(NAME, said(rows), tier=answer.tier):
        if rows.empty:
            return
        shown = rows.assign(warm=[warming(row) for row in rows.itertuples(index=False)])
        columns = {
            "name": st.column_config.TextColumn("Between", width=130, pinned=True),
            "other": st.column_config.TextColumn("and", width=130),
            "silent_days": st.column_config.NumberColumn("Silent", format="%d days"),
            "warm": st.column_config.TextColumn("Who could warm it up", width=240),
            "acts": st.column_config.NumberColumn("Times spoken", format="localized"),
            "side": "Side",
            "other_side": "Other side",
            "person_id": "Person",
            "other_id": "Other person",
        }
        whole = shown.drop(columns=["total", "among_members"])
        tables.show(NAME, shown, f"Ties that have gone cold. {said(rows)}", columns, answer, whole)
        last = visit.filters.period.end - timedelta(days=1)
        st.caption(f"People who came back to each other a week or more after they first spoke. As of {last:%-d %b %Y}, on any channel.")


def warming(row: object) -> str:
    """'Ada, who knows both', else whoever of the two is one of us, else who looks after them; nothing where there is nobody."""
    if isinstance(row.between_name, str):  # type: ignore[attr-defined]
        return f"{row.between_name}, who knows both"  # type: ignore[attr-defined]
    if "staff" in (row.side, row.other_side):  # type: ignore[attr-defined]
        return f"{row.name if row.side == 'staff' else row.other}, one of us"  # type: ignore[attr-defined]
    owners = [owner for owner in (row.owner, row.other_owner) if isinstance(owner, str)]  # type: ignore[attr-defined]
    return f"{' or '.join(dict.fromkeys(owners))}, who looks after them" if owners else ""


def said(rows: pd.DataFrame) -> str:
    """How many, and how many of them somebody could warm up."""
    if rows.empty:
        return "No tie of people who had come back to each other is silent for 28 days."
    total, members = int(rows["total"].iloc[0]), int(rows["among_members"].iloc[0])
    warm = int(rows["between_name"].notna().sum())
    of = "them" if total == len(rows) else f"the strongest {len(rows)}"
    return f"{total:,} ties are silent for 28 days, {members:,} of them among members; for {warm:,} of {of} somebody active now knows both."
