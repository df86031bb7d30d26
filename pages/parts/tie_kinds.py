"""Ties among members, from staff and to staff: how many there are, and how many are answered."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, export, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.registry import metrics

KINDS = {"among_members": "among members", "from_staff": "from staff to members", "to_staff": "from members to staff"}
COLORS = (charts.THIS, charts.SECOND, "#000003")


def over_time(visit: Visit) -> None:
    """Ties of each kind, by day, week or month."""
    answer = visit.ask("ties/member_ties")
    rows = answer.frame[answer.frame["period"] == "this"].rename(columns={"numerator": "among_members"})
    total = rows[rows["bucket"].isna()]
    with panel("Ties over time", _said(total), tier=answer.tier):
        if total.empty:
            return
        charts.show(_bars(rows[rows["bucket"].notna()]), f"Ties over the period: {_said(total)}", "ties_over_time")
        st.caption("A tie counts once a bar, however often the two spoke.")
        export.offer("Ties over time", answer.frame, answer)


def _said(total: pd.DataFrame) -> str:
    if total.empty:
        return "Nobody spoke to anybody in this period."
    row = total.iloc[0]
    return f"{int(row['n']):,} ties: " + ", ".join(f"{int(row[name]):,} {kind}" for name, kind in KINDS.items()) + "."


def _bars(rows: pd.DataFrame) -> charts.Figure:
    traces: list[dict[str, Any]] = []
    for (name, kind), color in zip(KINDS.items(), COLORS, strict=True):
        points = {
            "x": [day.date() for day in rows["bucket"]],
            "y": charts.plain(rows[name]),
            "name": kind.removeprefix("from ").capitalize(),
        }
        traces.append({"type": "bar", "marker": {"color": color}, "hovertemplate": "%{y:,}"} | points)
    most = f"{rows['n'].max():,.0f}"
    return charts.figure(traces, {"type": "date", "nticks": 6}, {"tickformat": ",.0f"}, left=charts.room([most]), barmode="stack")


def answered(visit: Visit) -> None:
    """How many ties of each kind the other side returned, and what was left out."""
    answer = visit.ask("ties/reciprocity")
    this = answer.frame[answer.frame["period"] == "this"]
    with panel("Who is answered", _finding(this), tier=answer.tier):
        if this.empty:
            return
        row = this.iloc[0]
        rows = pd.DataFrame([_row(row, "all"), *(_row(row, name) for name in KINDS)])
        number = st.column_config.NumberColumn
        columns = {
            "kind": st.column_config.TextColumn("Ties", width=165),
            "share": number("Answered", format="%.1f %%"),
            "interval": st.column_config.TextColumn("95 %", width=105),
            "answered": number("these", format="localized"),
            "ties": number("of", format="localized"),
        }
        tables.show("Who is answered", rows, f"Ties answered by kind. {_finding(this)}", columns, answer, answer.frame)
        st.caption(_left_out(row))


def _row(row: pd.Series, name: str) -> dict[str, Any]:
    whole = ("numerator", "n", "low", "high")
    columns = whole if name == "all" else (f"{name}_answered", name, f"{name}_low", f"{name}_high")
    answered, ties, low, high = (row[column] for column in columns)
    return {
        "kind": KINDS.get(name, "all of these").capitalize(),
        "answered": int(answered),
        "ties": int(ties),
        "share": 100 * answered / ties if ties else None,
        "interval": f"{100 * low:.1f} – {100 * high:.1f}" if ties else "",
    }


def _finding(this: pd.DataFrame) -> str:
    if this.empty:
        return "Nobody spoke to anybody in this period."
    row = this.iloc[0]
    few = metrics()["reciprocity"].few
    parts = [
        f"{shown.text(_share(row, name), 'share')} of ties {kind}{' (few)' if row[name] < few else ''}"
        for name, kind in KINDS.items()
        if row[name]
    ]
    return f"Answered: {'; '.join(parts)}."


def _share(row: pd.Series, name: str) -> float:
    return float(row[f"{name}_answered"] / row[name])


def _left_out(row: pd.Series) -> str:
    return (
        f"Left out: {int(row['among_staff']):,} ties among staff, {int(row['apart']):,} of bots, deleted or test accounts, and "
        f"{int(row['acts_to_nobody']):,} times that somebody spoke to nobody in particular."
    )
