"""What conversations are for, and what employees write where enough of them answered."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.parts import bars, charts, export, plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.registry import Metric

UNTAGGED = "(not tagged)"


def show(visit: Visit, metric: Metric) -> None:
    """Share of conversations by purpose; what is not tagged is a share of its own."""
    answer = visit.ask("voices/purposes")
    frame = answer.frame
    rows = bars.beside(frame.assign(group=frame["purpose"].astype(object).where(frame["purpose"].notna(), UNTAGGED)))
    with panel("What conversations are for", finding(rows)):
        if len(rows):
            # n of a bar is the number of its own conversations.
            rows = rows.assign(n=rows["conversations"])
            shares = replace(metric, label="Share of conversations")
            charts.show(bars.of(rows, shares), bars.alt(rows, shares, "purpose"), "purposes")
            export.offer("What conversations are for", answer.frame, answer)


def finding(rows: pd.DataFrame) -> str:
    """The most common purpose, and the share without one."""
    if rows.empty:
        return "Nobody opened a conversation in this period."
    named = rows[rows["group"] != UNTAGGED]
    untagged = float(rows.loc[rows["group"] == UNTAGGED, "value"].sum())
    first = f"Most often {named['group'].iloc[0]} ({shown.text(named['value'].iloc[0], 'share')}). " if len(named) else ""
    return f"{first}{shown.text(untagged, 'share')} of {int(rows['n'].iloc[0]):,} conversations are not tagged."


def employees(visit: Visit) -> None:
    """Employees' comments, by month and without anything that tells who wrote them."""
    answer = visit.ask("voices/employees")
    if answer.frame.empty:
        return
    if bool(answer.frame["hidden"].iloc[0]):
        with panel("Employees' words", "hidden"):
            st.caption("Fewer than 10 people answered in each month, or the filters would let some be told apart.")
        return
    rows = answer.frame.assign(month=pd.to_datetime(answer.frame["month"]).dt.strftime("%b %Y"))
    with panel("Employees' words", f"{len(rows):,} comments with the eNPS, in months in which 10 people or more answered; in no order."):
        columns = {"month": "Month", "comment": st.column_config.TextColumn("Comment", width="large")}
        tables.show("Employees' words", rows, plain.on_chart("Comments of employees by month", 60), columns, answer)
