"""From promoter to referrer: who brought somebody within 90 days of the answer, and promoters who were never asked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import bars, charts, export, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.registry import metrics


def within(visit: Visit) -> None:
    """Promoters, passives and detractors beside each other."""
    metric, answer = metrics()["promoter_to_referrer"], visit.ask("advocates/referred_within")
    rows = bars.beside(answer.frame)
    with panel("Referred within 90 days of the answer", _said(rows), help=metric.definition, tier=answer.tier):
        if rows.empty:
            return
        charts.show(bars.of(rows, metric), bars.alt(rows, metric, "latest score"), "referred_within")
        export.offer("Referred within 90 days", answer.frame, answer)
        st.caption(f"{bars.legend(rows, metric)} Answers whose 90 days ended in the period.")


def _said(rows: pd.DataFrame) -> str:
    told = rows[rows["group"] == "promoters"]
    if told.empty:
        return "No promoter's 90 days ended in this period."
    row = told.iloc[0]
    days = "" if shown.missing(row["days"]) else f", half of them within {shown.duration(1440 * row['days'])}"
    return f"{int(row['numerator']):,} of {int(row['n']):,} promoters brought somebody{days}."


def never_asked(visit: Visit) -> None:
    """Promoters whom nobody asked to bring somebody, and who did not by themselves."""
    answer = visit.ask("advocates/never_asked")
    rows = answer.frame
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    agreed = int(rows["consent"].eq(True).sum()) if len(rows) else 0
    most = " of the newest 500" if total > len(rows) else ""
    said = f"{total:,} promoters never invited anybody and were never asked to; {agreed:,}{most} agreed to be contacted."
    with panel("Promoters never asked", said if total else "Every promoter was asked, or there is none.", tier=answer.tier):
        if rows.empty:
            return
        columns = {
            "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
            "score": st.column_config.NumberColumn("Score", format="%g"),
            "answered_at": st.column_config.DatetimeColumn("Answered", format="D MMM YYYY"),
            "consent": st.column_config.CheckboxColumn("Consent"),
            "owner": "Owner",
            "segment": "Segment",
            "region": "Region",
            "person_id": "Person",
        }
        tables.show("Promoters never asked", rows, said, columns, answer, rows.drop(columns="total"))
