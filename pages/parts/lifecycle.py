"""The stages of members month by month: how many, who moved, and gravity."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, export, moves, orbit, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.measures import stages

MONTHS, LEGEND = 13, 72
COLORS = {5: charts.THIS, 4: charts.SECOND, 3: "#000003", 2: "#000004", 1: charts.GREY}
PLURALS = {5: "advocates", 4: "contributors", 3: "regulars", 2: "newcomers", 1: "lurkers"}
ANY_CHANNEL = "A stage is a person's, so channels do not narrow it."


def show(visit: Visit) -> None:
    """Stock, moves of a month, the table of all months, and the people of the move that is picked."""
    rows = visit.ask("community/stages").frame
    left, right = st.columns(2)
    with left:
        stock(visit, rows)
    known = rows[rows["bucket"].isin(rows["bucket"].drop_duplicates().nlargest(MONTHS - 1))] if rows["bucket"].nunique() > 1 else rows[:0]
    with right:
        month = moves.grid(known)
    left, right = st.columns(2)
    with left:
        _monthly(known, visit)
    with right:
        orbit.show(visit)
    if month is not None:
        moves.people(visit, known[known["bucket"] == month], month)


def stock(visit: Visit, rows: pd.DataFrame) -> None:
    """How many people are in each stage at the end of each month."""
    found = stages.stock(rows).tail(MONTHS)
    answer = visit.ask("community/stages")
    with panel("Stages", said(found), help=stages.RULES, tier=answer.tier):
        if found.empty:
            return
        charts.show(_bars(found), f"People by stage at the end of each of {len(found)} months. {said(found)}", "stages")
        export.offer("Stages", answer.frame, answer)
        st.caption(ANY_CHANNEL)


def said(found: pd.DataFrame) -> str:
    """The last month's people by stage."""
    if found.empty:
        return "No month is over in the data yet."
    last = found.iloc[-1]
    return f"{found.index[-1]:%B %Y}: " + ", ".join(f"{int(last[stage]):,} {PLURALS[stage]}" for stage in stages.HERE) + "."


def _bars(found: pd.DataFrame) -> charts.Figure:
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": PLURALS[stage],
            "x": [f"{month:%b %y}" for month in found.index],
            "y": found[stage].astype(int).tolist(),
            "marker": {"color": COLORS[stage]},
            "hovertemplate": "%{y:,}",
        }
        for stage in stages.HERE
    ]
    most = f"{1.2 * found.sum(axis=1).max():,.0f}"
    # Five names take three lines on a phone.
    room = {"l": charts.room([most]), "r": 14, "t": LEGEND, "b": charts.UNDER, "autoexpand": False}
    height = charts.LINE_HEIGHT + LEGEND - charts.ABOVE[1]
    y = {"tickformat": ",.0f"}
    return charts.figure(traces, {"type": "category", "nticks": 7}, y, height, left=0, margin=room, barmode="stack")


def _monthly(known: pd.DataFrame, visit: Visit) -> None:
    rows = visit.ask("community/stages").frame
    table = stages.moves(rows).tail(MONTHS - 1).iloc[::-1].rename_axis("month").reset_index()
    if table.empty or known.empty:
        return
    with panel("Moves month by month", _trend(table)):
        number = st.column_config.NumberColumn
        columns = {
            "month": st.column_config.DateColumn("Month", format="MMM YYYY", pinned=True),
            "came": number("Came", format="localized", help="In no stage before, and never"),
            "returned": number("Returned", format="localized", help="After a silence of 28 days or more"),
            "climbed": number("Climbed", format="localized"),
            "held": number("Held", format="localized"),
            "fell": number("Fell", format="localized"),
            "left": number("Left", format="localized", help="Lapsed: silent for 28 days"),
        }
        tables.show(
            "Moves month by month", table, f"Moves between stages by month. {_trend(table)}", columns, visit.ask("community/stages")
        )


def _trend(table: pd.DataFrame) -> str:
    gained, lost = int(table[["came", "returned"]].sum(axis=None)), int(table["left"].sum())
    climbed, fell = int(table["climbed"].sum()), int(table["fell"].sum())
    return f"In {len(table)} months {gained:,} came or returned and {lost:,} left; {climbed:,} climbed and {fell:,} fell."
