"""Who comes back: the triangle of cohorts by month of the first act, and their curves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, export, heat
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.measures import cohorts

NAME = "Retention"
NOTE = (
    "Of the people whose first act, in any channel, was in the month on the left: how many per cent did something in the chosen channels "
    "so many months later. Months that are not over are blank. Whoever appears in the data's first month may have come before, and is left out."
)


def show(visit: Visit) -> None:
    """The triangle on the left, the curves on the right."""
    answer = visit.ask("community/retention")
    period = visit.filters.period
    cells = cohorts.triangle(answer.frame, period.start, period.end)
    whole = cohorts.together(cells)
    left, right = st.columns(2)
    with left, panel(NAME, finding(cells, whole), tier=answer.tier):
        if len(cells):
            charts.show(_grid(cells), _alt(cells, whole), "retention")
            export.offer(NAME, answer.frame, answer)
            st.caption(NOTE)
    with right, panel("Retention curves", _better(cells)):
        if len(cells):
            charts.show(_curves(cells, whole), f"Retention by months since the first act. {finding(cells, whole)}", "curves")
            export.offer("Retention curves", whole)


def _grid(cells: pd.DataFrame) -> charts.Figure:
    kept = cells[cells["months"] <= cohorts.COHORTS]
    made = [
        heat.Cell(
            str(row.months),
            _label(row),
            round(100 * row.share),
            f"{row.cohort:%B %Y}, {row.months} months later: {shown.text(row.share, 'share')}, {row.people:,} of {row.members:,}",
            f"{row.cohort:%Y-%m}-{row.months}",
        )
        for row in kept.itertuples(index=False)
    ]
    columns = [str(months) for months in sorted(kept["months"].unique())]
    rows = list(dict.fromkeys(_label(row) for row in kept.itertuples(index=False)))
    return heat.of(made, columns, rows, text="%{z}")


def _label(row: Any) -> str:
    return f"{row.cohort:%b %y} · {row.members:,}"


def _curves(cells: pd.DataFrame, whole: pd.DataFrame) -> charts.Figure:
    traces: list[dict[str, Any]] = [
        _line(part, f"{cohort:%b %y}", charts.BEFORE_BAR, 1) | {"showlegend": False, "hoverinfo": "skip"}
        for cohort, part in cells[cells["months"] <= cohorts.COHORTS].groupby("cohort")
    ]
    kept = whole[whole["months"] <= cohorts.COHORTS]
    said = [
        f"{shown.text(row.share, 'share')}, {row.people:,} of {row.members:,} in {row.cohorts} cohorts"
        for row in kept.itertuples(index=False)
    ]
    traces.append(_line(kept, "All cohorts", charts.THIS, 2.6) | {"text": said, "hovertemplate": "%{text}<extra></extra>"})
    x = {"title": {"text": "months since the first act", "font": {"size": 11}}, "dtick": 1 if len(kept) < 8 else 2}
    made = charts.figure(traces, x, {"tickformat": ".0%", "rangemode": "tozero"}, hovermode="closest")
    return made


def _line(part: pd.DataFrame, name: str, color: str, width: float) -> dict[str, Any]:
    points = {"x": part["months"].tolist(), "y": charts.plain(part["share"]), "name": name}
    return {"type": "scatter", "mode": "lines+markers" if len(part) == 1 else "lines", "line": {"color": color, "width": width}} | points


def finding(cells: pd.DataFrame, whole: pd.DataFrame) -> str:
    """How many are there one month later, and how many half a year later."""
    if cells.empty:
        return "No cohort has a month that is over yet."
    at = whole.set_index("months")["share"]
    said = [
        f"{shown.text(at[months], 'share')} {words}" for months, words in ((1, "a month later"), (6, "after six")) if months in at.index
    ]
    return f"Of {cells['cohort'].nunique()} cohorts together, {' and '.join(said)} did something."


def _better(cells: pd.DataFrame) -> str:
    """Whether later cohorts stay more than earlier ones, in the first three months."""
    early = cells[cells["months"] <= 3]
    full = [cohort for cohort, part in early.groupby("cohort") if len(part) == 3]
    if len(full) < 4:
        return "Grey: each cohort. Too few are three months old to compare earlier with later ones."
    half = len(full) // 2
    first, second = (early[early["cohort"].isin(part)] for part in (full[:half], full[half:]))
    shares = [shown.text(part["people"].sum() / part["members"].sum(), "share") for part in (first, second)]
    least = min(full, key=lambda cohort: early.loc[early["cohort"] == cohort, "share"].mean())
    worst = early[early["cohort"] == least]
    return (
        f"In months 1 to 3, {shares[0]} of the earlier and {shares[1]} of the later cohorts were active in a month; least of {least:%B %Y} "
        f"({shown.text(worst['people'].sum() / worst['members'].sum(), 'share')} of {int(worst['members'].iloc[0]):,} people). Grey: each cohort."
    )


def _alt(cells: pd.DataFrame, whole: pd.DataFrame) -> str:
    first, last = cells["cohort"].min(), cells["cohort"].max()
    return f"Triangle of cohorts from {first:%B %Y} to {last:%B %Y} by months since the first act. {finding(cells, whole)}"
