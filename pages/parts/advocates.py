"""Acts of advocacy over time, who carries them, and the acts that nobody of us thanked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, export, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit

COLORS = ("#000001", "#000002", "#000003", "#000004")
ACTS = {"answer": "answer to a peer", "share": "share", "mention": "recommendation", "post": "recommendation", "referral": "valid referral"}


def acts(visit: Visit) -> None:
    """How many acts of each kind, by week or month."""
    answer = visit.ask("advocates/acts")
    rows = answer.frame[answer.frame["period"] == "this"]
    total = rows[rows["bucket"].isna()]
    with panel("What they do", _said(total), tier=answer.tier):
        if rows.empty:
            return
        charts.show(_bars(rows[rows["bucket"].notna()], list(total["act"])), _alt(total), "acts")
        export.offer("What they do", answer.frame, answer)


def _said(total: pd.DataFrame) -> str:
    if total.empty:
        return "Nobody spoke for us in this period."
    return "; ".join(f"{int(row.acts):,} {row.act} by {int(row.people):,}" for row in total.itertuples()) + "."


def _alt(total: pd.DataFrame) -> str:
    return f"Acts of advocacy over the period: {_said(total)}"


def _bars(rows: pd.DataFrame, kinds: list[str]) -> charts.Figure:
    traces: list[dict[str, Any]] = []
    for kind, color in zip(kinds, COLORS, strict=False):
        part = rows[rows["act"] == kind]
        points = {"x": [day.date() for day in part["bucket"]], "y": charts.plain(part["acts"]), "name": kind}
        traces.append({"type": "bar", "marker": {"color": color}, "hovertemplate": "%{y:,}"} | points)
    most = rows.groupby("bucket")["acts"].sum().max()
    return charts.figure(traces, {"type": "date", "nticks": 6}, {"tickformat": ",.0f"}, left=charts.room([f"{most:,.0f}"]), barmode="stack")


def carriers(visit: Visit) -> None:
    """Who did most, with the share that they carry together."""
    answer, spread = visit.ask("advocates/carriers"), visit.ask("advocates/concentration")
    rows, this = answer.frame, spread.frame[spread.frame["period"] == "this"]
    with panel("Who carries it", carried(this), tier=answer.tier):
        if rows.empty:
            return
        number = st.column_config.NumberColumn
        columns = {
            "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
            "acts": number("Acts", format="localized"),
            "together": st.column_config.ProgressColumn(
                "Together", min_value=0, max_value=100, format="%.0f %%", help="Share of all acts, with those above"
            ),
            "referrals": number("Referrals", format="localized"),
            "answers": number("Answers", format="localized"),
            "shares": number("Shares", format="localized"),
            "recommendations": number("Recommendations", format="localized"),
            "segment": "Segment",
            "region": "Region",
            "person_id": "Person",
        }
        frame = rows.assign(together=100 * rows["running"])
        tables.show("Who carries it", frame, f"People by acts of advocacy. {carried(this)}", columns, answer, rows.drop(columns="total"))
        st.caption("Gini: 0 where all do as much, near 1 where one does all.")


def carried(this: pd.DataFrame) -> str:
    """How few carry half of it."""
    if this.empty:
        return "Nobody spoke for us in this period."
    row = this.iloc[0]
    return f"{int(row['value']):,} of {int(row['n']):,} people did half of {int(row['acts']):,} acts; Gini {row['gini']:.2f}."


def to_thank(visit: Visit) -> None:
    """The acts that we neither thanked nor answered within 7 days."""
    answer = visit.ask("advocates/to_thank")
    rows = answer.frame
    with panel("To thank", _waiting(rows), tier=answer.tier):
        if rows.empty:
            return
        columns = {
            "at": st.column_config.DatetimeColumn("When", format="D MMM YYYY"),
            "name": st.column_config.TextColumn("Name", width="medium"),
            "did": "What",
            "text": st.column_config.TextColumn("In their words", width="large"),
            "channel": "Channel",
            "owner": "Owner",
            "person_id": "Person",
        }
        frame = rows.assign(did=rows["act"].map(ACTS))
        tables.show("To thank", frame, f"Acts not thanked. {_waiting(rows)}", columns, answer, rows.drop(columns=["acts", "thanked"]))


def _waiting(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "Every act older than 7 days was thanked or answered by us, or there is none."
    acts, thanked = int(rows["acts"].iloc[0]), int(rows["thanked"].iloc[0])
    return f"Of {acts:,} acts older than 7 days we thanked or answered {thanked:,} within 7 days; {acts - thanked:,} wait."
