"""Peers who answer: how soon, against staff; what nobody answered; and how few carry it all."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, export, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.registry import metrics

WHO = (("peers", "value", "n", charts.THIS), ("staff", "staff_value", "staff_n", charts.GREY))


def speed(visit: Visit) -> None:
    """Median hours until the first answer, by peers and by staff."""
    answer = visit.ask("community/questions")
    this = answer.frame[answer.frame["period"] == "this"]
    total = this[this["bucket"].isna()]
    with panel("First answers", said(total), help=metrics()["peer_first_answer"].definition, tier=answer.tier):
        rows = this[this["bucket"].notna()]
        if rows[["value", "staff_value"]].isna().all(axis=None):
            return
        charts.show(_figure(rows, visit), f"Median hours until the first answer. {said(total)}", "speed")
        export.offer("First answers", answer.frame, answer)
        given = visit.ask("community/answers_given").frame
        st.caption(_given(given[given["period"] == "this"], total.iloc[0]))


def said(total: pd.DataFrame) -> str:
    """Questions, answered and accepted ones, and both medians."""
    if total.empty or not total["questions"].iloc[0]:
        return "Nobody asked anything in this period."
    row = total.iloc[0]
    parts = [f"{int(row['answered']):,} of {int(row['questions']):,} questions were answered, {int(row['within_day']):,} within 24 hours"]
    parts += [f"{int(row['accepted']):,} thanked for or accepted by who asked"]
    for name, value, n, _ in WHO:
        few = ", few" if 0 < row[n] < metrics()["peer_first_answer"].few else ""
        parts += [f"{name} took {shown.text(row[value], 'hours')} (n {int(row[n]):,}{few})"] if row[n] else []
    return "; ".join(parts) + "."


def _given(rows: pd.DataFrame, asked: pd.Series) -> str:
    """Who gave all answers, and what the first ones are with those of the askers themselves."""
    if rows.empty:
        return "No answer was given in this period."
    row = rows.iloc[0]
    own = asked["any_answered"] - asked["answered"]
    also = (
        f" With what askers answered themselves, {int(asked['any_answered']):,} were answered, after a median of {shown.text(asked['any_value'], 'hours')}."
        if own
        else ""
    )
    return (
        f"All {int(row['answers']):,} answers: {int(row['by_peers']):,} by peers, {int(row['by_staff']):,} by staff, {int(row['by_askers']):,} by who "
        f"asked. Medians of answered questions only.{also}"
    )


def _figure(rows: pd.DataFrame, visit: Visit) -> charts.Figure:
    traces: list[dict[str, Any]] = []
    for name, value, n, color in WHO:
        part = rows[rows[value].notna()].sort_values("bucket")
        points = {"x": [day.date() for day in part["bucket"]], "y": charts.plain(part[value]), "name": name}
        words = [f"{shown.text(hours, 'hours')}, n {int(count):,}" for hours, count in zip(part[value], part[n], strict=True)]
        look = {"type": "scatter", "mode": "lines+markers", "line": {"color": color, "width": 2}, "marker": {"size": 5}}
        traces.append(look | points | {"text": words, "hovertemplate": "%{text}"})
    most = float(rows[["value", "staff_value"]].max(axis=None))
    x = {"type": "date", "nticks": 5, "tickformat": "%b %Y" if visit.filters.period.grain == "month" else "%-d %b"}
    return charts.figure(
        traces, x, {"rangemode": "tozero", "tickformat": ",.0f", "ticksuffix": " h"}, left=charts.room([f"{1.2 * most:,.0f} h"])
    )


def unanswered(visit: Visit) -> None:
    """The questions that nobody answered, newest first."""
    answer = visit.ask("community/unanswered")
    rows = answer.frame
    total = int(rows["total"].iloc[0]) if len(rows) else 0
    finding = f"{total:,} questions of this period wait for a first answer; newest first." if total else "Every question was answered."
    with panel("Unanswered questions", finding, tier=answer.tier):
        if rows.empty:
            return
        columns = {
            "at": tables.moment("Asked", visit),
            "waiting": st.column_config.TextColumn("Waits for"),
            "text": st.column_config.TextColumn("Question", width="large"),
            "name": st.column_config.TextColumn("Name", width="medium"),
            "purpose": "Purpose",
            "channel": "Channel",
            "person_id": "Person",
        }
        frame = rows.assign(waiting=[shown.duration(minutes) for minutes in rows["minutes"]])
        tables.show("Unanswered questions", frame, f"Unanswered questions. {finding}", columns, answer, rows.drop(columns="total"))


def carriers(visit: Visit) -> None:
    """Who did most of everything, and how few did half."""
    answer = visit.ask("community/carriers")
    rows = answer.frame
    with panel("Who carries it", carried(rows), tier=answer.tier):
        if rows.empty:
            return
        columns = {
            "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
            "acts": st.column_config.NumberColumn("Acts", format="localized"),
            "together": st.column_config.ProgressColumn(
                "Together", min_value=0, max_value=100, format="%.0f %%", help="Share of all acts, with those above"
            ),
            "segment": "Segment",
            "region": "Region",
            "person_id": "Person",
        }
        frame = rows.assign(together=100 * rows["running"])
        shared = ["people", "every_act", "half", "gini"]
        tables.show("Who carries it", frame, f"People by acts. {carried(rows)}", columns, answer, rows.drop(columns=shared))
        st.caption("Gini: 0 where all do as much, near 1 where one does all.")


def carried(rows: pd.DataFrame) -> str:
    """How few did half of all."""
    if rows.empty:
        return "Nobody did anything in this period."
    row = rows.iloc[0]
    return f"{int(row['half']):,} of {int(row['people']):,} people did half of {int(row['every_act']):,} acts; Gini {row['gini']:.2f}."
