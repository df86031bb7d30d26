"""Solving: how long it takes, what came back, and what stays open."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import cards, charts, export, over_time
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown


def show(visit: Visit, clock: str) -> None:
    """Cards, resolution over time, reopened cases and the backlog."""
    few = visit.cards("first_contact", "backlog")
    first, last = visit.card("first_resolution", clock=clock), visit.card("resolution", clock=clock)
    cards.grid([first, last, *few])
    left, right = st.columns(2)
    with left:
        over_time.show(visit, last, "Time to resolution", clock=clock)
    with right:
        backlog(visit, _age(visit))
    left, right = st.columns(2)
    for place, name, noun in ((left, "reopen_rate", "Reopened within 7 days"), (right, "first_contact", "Solved at first contact")):
        with place:
            over_time.show(visit, visit.card(name), noun)


def backlog(visit: Visit, age: float | None) -> None:
    """Open cases at the end of each day; `age` is the median at the end of the period, in days."""
    answer = visit.ask("promises/backlog_days")
    rows = answer.frame[answer.frame["period"] == "this"]
    with panel("Open at the end of each day", _finding(rows, age)):
        if rows.empty:
            return
        charts.show(_figure(answer.frame), _alt(rows), "backlog")
        export.offer("Open at the end of each day", answer.frame, answer)


def _age(visit: Visit) -> float | None:
    rows = visit.ask("promises/backlog").frame
    ages = rows.loc[(rows["period"] == "this") & rows["bucket"].isna(), "median_age"]
    return None if ages.empty or shown.missing(ages.iloc[0]) else float(ages.iloc[0])


def _finding(rows: pd.DataFrame, age: float | None) -> str:
    if rows.empty:
        return "No cases yet."
    last = rows.iloc[-1]
    if not last["value"]:
        return "None open at the end of the period."
    half = f"; half are older than {shown.duration(1440 * age)}" if age is not None else ""
    return f"{int(last['value']):,} at the end, {int(last['older_than_week']):,} of them for a week or longer{half}."


def _figure(frame: pd.DataFrame) -> charts.Figure:
    this, before = frame[frame["period"] == "this"], frame[frame["period"] == "before"]
    traces = [
        _line(this, "value", "Open", {"color": charts.THIS, "width": 2.4}),
        _line(this, "older_than_week", "for a week or longer", {"color": charts.SECOND, "width": 1.6}),
    ]
    if len(before):
        traces.append(_line(before, "value", "Open before", {"color": charts.GREY, "width": 1.6, "dash": "dot"}))
    y = {"tickformat": ",.0f", "rangemode": "tozero"}
    return charts.figure(
        traces, {"type": "date", "tickformat": "%-d %b", "nticks": 6}, y, left=charts.room([f"{frame['value'].max():,.0f}"])
    )


def _line(rows: pd.DataFrame, column: str, name: str, line: dict[str, object]) -> dict[str, object]:
    points = {"x": [day.date() for day in rows["bucket"]], "y": rows[column].tolist(), "hovertemplate": "%{y:,}"}
    return {"type": "scatter", "name": name, "mode": "lines", "line": line} | points


def _alt(rows: pd.DataFrame) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    return f"Open cases at the end of each day: {int(first['value']):,} on the first day, {int(last['value']):,} on the last; at most {int(rows['value'].max()):,}."
