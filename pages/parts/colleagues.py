"""What employees share, what came of it, their ideas and their open cases, by team; and how satisfied they are, by month."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, export, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown

HIDDEN = "Hidden: fewer than 5 people, or subtraction would show them"
NUMBER = st.column_config.NumberColumn


def private(rows: pd.DataFrame) -> list[str]:
    """'hidden' beside each row that may not be told, whatever the reason; else nothing."""
    return [shown.LABELS[shown.HIDDEN] if hidden else "" for hidden in rows["hidden"]]


def sharing(visit: Visit) -> None:
    """Who shared, by team, and what came of it."""
    answer = visit.ask("employees/sharing_by")
    rows = answer.frame[answer.frame["period"] == "this"]
    with panel("What employees share", _shared(rows), tier=answer.tier):
        if rows.empty:
            return
        frame = rows.assign(share=100 * rows["value"].astype(float), interval=_intervals(rows, "low", "high"), private=private(rows))
        columns = {
            "group": st.column_config.TextColumn("Team", pinned=True),
            "private": st.column_config.TextColumn("Private", help=HIDDEN),
            "share": st.column_config.ProgressColumn("Shared", min_value=0, max_value=100, format="%.0f %%"),
            "interval": "95 %",
            "sharers": NUMBER("Employees who shared"),
            "n": NUMBER("of"),
            "shares": NUMBER("Acts"),
            "clicks": NUMBER("Clicks", help="On what they shared, by others than staff"),
            "replies": NUMBER("Replies", help="Replies, comments, thanks and reactions of others than staff"),
            "referrals": NUMBER("Referrals", help="Valid ones that employees made"),
            "half": NUMBER("Half by", help="Smallest number of employees with half of the acts; empty below 5 who shared"),
        }
        tables.show("What employees share", frame, f"Sharing by team. {_shared(rows)}", columns, answer, answer.frame)


def _shared(rows: pd.DataFrame) -> str:
    every = rows[rows["is_every"]]
    if every.empty:
        return "No export says what employees share."
    row = every.iloc[0]
    if row["hidden"]:
        return f"{HIDDEN}."
    half = "" if shown.missing(row["half"]) else f"; {int(row['half'])} of them did half of it"
    return (
        f"{int(row['sharers'])} of {int(row['n'])} employees shared {int(row['shares']):,} times{half}. "
        f"{int(row['clicks']):,} clicks, {int(row['replies']):,} replies and {int(row['referrals']):,} valid referrals came of it."
    )


def enps(visit: Visit) -> None:
    """eNPS and the response rate, month by month."""
    answer = visit.ask("employees/enps_months")
    rows = answer.frame
    with panel("Would they recommend working here?", _said(rows), tier=answer.tier):
        told = rows[~rows["hidden"].astype(bool)] if len(rows) else rows
        if len(told):
            charts.show(_figure(told), _alt(told), "enps_months")
        if len(rows):
            export.offer("eNPS by month", rows, answer)
            st.caption("Whole months, those whose 15th lies in the period, in which 5 or more answered; lines: 95 % intervals.")


def _said(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No employee was asked in whole months of this period."
    told = rows[~rows["hidden"].astype(bool)]
    if told.empty:
        return f"{HIDDEN}."
    last = told.iloc[-1]
    response = "" if shown.missing(last["response"]) else f", {100 * last['response']:.0f} % of {int(last['asked'])} answered"
    return f"eNPS {shown.text(last['value'], 'score')} in {last['bucket']:%b %Y} (n {int(last['n'])}{response})."


def _figure(rows: pd.DataFrame) -> charts.Figure:
    error: dict[str, Any] = {"type": "data", "symmetric": False, "color": charts.GREY, "thickness": 1.2, "width": 3}
    error |= {"array": charts.plain(rows["high"] - rows["value"]), "arrayminus": charts.plain(rows["value"] - rows["low"])}
    months = [day.date() for day in rows["bucket"]]
    points = {"x": months, "y": charts.plain(rows["value"]), "text": _words(rows), "hovertemplate": "%{text}<extra></extra>"}
    look = {"type": "scatter", "mode": "lines+markers", "line": {"color": charts.THIS}, "marker": {"size": 8}, "showlegend": False}
    x = {"type": "date", "tickformat": "%b %Y", "tickvals": months[:: max(1, len(months) // 6)]}
    return charts.figure([points | look | {"error_y": error}], x, {"tickformat": ".0f"}, left=charts.room(["-100"]))


def _words(rows: pd.DataFrame) -> list[str]:
    return [
        f"{shown.text(row.value, 'score')}, n {int(row.n)}"
        + ("" if shown.missing(row.response) else f", response {100 * row.response:.0f} %")
        for row in rows.itertuples()
    ]


def _alt(rows: pd.DataFrame) -> str:
    said = zip(rows["bucket"], _words(rows), strict=True)
    return "eNPS by month: " + "; ".join(f"{day:%b %Y} {words}" for day, words in said) + "."


def ideas(visit: Visit) -> None:
    """Ideas raised, adopted and undecided, by team and by level."""
    answer = visit.ask("employees/ideas")
    rows = answer.frame
    with panel("Ideas", _proposed(rows), tier=answer.tier):
        if rows.empty:
            return
        named = {"all": "All", "team": "Team", "level": "Level"}
        frame = rows.assign(
            share=100 * rows["value"].astype(float),
            interval=_intervals(rows, "low", "high"),
            private=private(rows),
            of=[named[dimension] for dimension in rows["dimension"]],
        )
        columns = {
            "of": "By",
            "group": st.column_config.TextColumn("Group"),
            "private": st.column_config.TextColumn("Private", help=HIDDEN),
            "raised": NUMBER("Raised"),
            "n": NUMBER("Decided", help="Of these, by now"),
            "share": st.column_config.ProgressColumn("Adopted", min_value=0, max_value=100, format="%.0f %%", help="Of the decided ones"),
            "interval": "95 %",
            "days": NUMBER("Days", format="%.0f", help="Median from raised to decided"),
            "waiting": NUMBER("Oldest open", format="%.0f", help="Days since the oldest one without a decision was raised"),
        }
        tables.show("Ideas", frame, f"Ideas of employees by team and level. {_proposed(rows)}", columns, answer, rows)
        st.caption("Ideas raised in the period by employees of today. Levels are told for all teams together only.")


def _proposed(rows: pd.DataFrame) -> str:
    every = rows[rows["dimension"] == "all"]
    if every.empty:
        return "No export says what employees proposed."
    row = every.iloc[0]
    if row["hidden"]:
        return f"{HIDDEN}."
    if not row["raised"]:
        return "No employee raised an idea in this period."
    days = "" if shown.missing(row["days"]) else f"; a decision took {row['days']:.0f} days (median)"
    return f"{int(row['raised']):,} ideas raised, {int(row['n']):,} decided, {int(row['numerator']):,} of these adopted{days}."


def workload(visit: Visit) -> None:
    """Open cases for each employee of a team."""
    answer = visit.ask("employees/workload")
    rows = answer.frame
    with panel("Work at hand", _loaded(rows), tier=answer.tier):
        if rows.empty:
            return
        columns = {
            "group": st.column_config.TextColumn("Team", pinned=True),
            "private": st.column_config.TextColumn("Private", help=HIDDEN),
            "value": NUMBER("Open a head", format="%.1f", help="Cases that the team's people have open, for each employee of the team"),
            "open": NUMBER("Open", format="localized"),
            "older": NUMBER("Over a week", format="localized"),
            "n": NUMBER("Employees"),
        }
        tables.show("Work at hand", rows.assign(private=private(rows)), f"Open cases by team. {_loaded(rows)}", columns, answer, rows)
        st.caption("At the end of the period. A team average, never a person's.")


def _loaded(rows: pd.DataFrame) -> str:
    told = rows[~rows["hidden"].astype(bool)] if len(rows) else rows
    if told.empty:
        return f"{HIDDEN}." if len(rows) else "No case names an employee who works on it."
    most = told.iloc[0]
    return f"Most for each employee: {most['group']}, {most['value']:.1f} open cases."


def _intervals(rows: pd.DataFrame, low: str, high: str) -> list[str]:
    ends = zip(rows[low], rows[high], strict=True)
    return ["" if shown.missing(least) else f"{100 * least:.0f} – {100 * most:.0f} %" for least, most in ends]
