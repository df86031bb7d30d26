"""Orbit levels and gravity, month by month."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import charts, export
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown

NAME, MONTHS = "Gravity", 12
NOTE = (
    "Orbit levels: 1 advocates, 2 contributors, 3 regulars, 4 newcomers and lurkers, as they stand when a month ends; whoever climbs is promoted at "
    "once, and demoted when the month is over. Above zero, members came closer."
)


def show(visit: Visit) -> None:
    """Bars up where members came closer, down where they drifted away."""
    answer = visit.ask("community/gravity")
    rows = answer.frame[(answer.frame["period"] == "this") & answer.frame["bucket"].notna()].tail(MONTHS)
    with panel(NAME, finding(rows), tier=answer.tier):
        if rows["value"].isna().all():
            return
        charts.show(_figure(rows), f"Gravity by month. {finding(rows)}", "gravity")
        export.offer(NAME, answer.frame, answer)
        st.caption(NOTE)


def finding(rows: pd.DataFrame) -> str:
    """Levels at the end, and in how many months members came closer."""
    known = rows.dropna(subset=["value"])
    if known.empty:
        return "Two whole months are needed to see who came closer."
    last = known.iloc[-1]
    levels = "/".join(f"{int(last[level]):,}" for level in ("advocates", "contributors", "participants", "observers"))
    closer = int((known["value"] > 0).sum())
    return f"{shown.text(last['value'], 'ratio')} in {last['bucket']:%B %Y} (levels 1 to 4: {levels}); above zero in {closer} of {len(known)} months."


def _figure(rows: pd.DataFrame) -> charts.Figure:
    known = rows.dropna(subset=["value"])
    bars = {
        "type": "bar",
        "x": [f"{day:%b %y}" for day in known["bucket"]],
        "y": charts.plain(known["value"]),
        "marker": {"color": [charts.THIS if value > 0 else charts.GREY for value in known["value"]]},
        "text": [f"{value:+.1f}" for value in known["value"]],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [
            f"{value:+.2f}, {int(n):,} members: {int(a):,} advocates, {int(c):,} contributors, {int(p):,} regulars, {int(o):,} others"
            for value, n, a, c, p, o in known[["value", "n", "advocates", "contributors", "participants", "observers"]].itertuples(
                index=False
            )
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    edge = 1.25 * max(1.0, float(known["value"].abs().max()))
    y = {"range": [-edge, edge], "zeroline": True, "zerolinecolor": charts.GREY, "tickformat": "+.1f"}
    return charts.figure(
        [bars], {"type": "category", "nticks": 7}, y, left=charts.room([f"+{edge:.1f}"]), showlegend=False, hovermode="closest"
    )
