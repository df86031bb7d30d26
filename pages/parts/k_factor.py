"""K: how many customers a member brings in 30 days, with the interval that drawing members again gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts import charts, export
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.cards import Card
from queries.measures.bootstrap import Spread, spread

KEPT = 64


def windows(visit: Visit) -> list[tuple[pd.Timestamp, Spread]]:
    """The first day of each 30 days with its K, oldest first."""
    return _spreads(visit.key, visit.ask("referrals/k_windows").frame)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _spreads(key: str, _rows: pd.DataFrame) -> list[tuple[pd.Timestamp, Spread]]:
    columns = ["invites", "converted", "members"]
    parts = _rows.groupby("first_day", sort=True)
    return [(day, spread(*(part[column].to_numpy(np.int64) for column in columns))) for day, part in parts if part["members"].sum()]


def with_interval(visit: Visit, cards: list[Card]) -> list[Card]:
    """The same cards, K with its interval of the last 30 days."""
    found = windows(visit)
    return [
        replace(card, low=found[-1][1].low, high=found[-1][1].high, spark=tuple(each.k for _, each in found))
        if card.metric.name == "k_factor" and found and card.state != shown.NO_DATA
        else card
        for card in cards
    ]


def show(visit: Visit) -> None:
    """K over the last year, 30 days at a time."""
    found, answer = windows(visit), visit.ask("referrals/k_windows")
    with panel("K, 30 days at a time", _said(found), tier=answer.tier):
        if not found:
            return
        charts.show(_figure(found), _alt(found), "k_factor")
        export.offer("K, 30 days at a time", _table(found), answer)
        st.caption("Dots: K; lines: 95 % interval from drawing the members 20,000 times. Above 1 every member brings more than one.")


def _said(found: list[tuple[pd.Timestamp, Spread]]) -> str:
    if not found:
        return "No 30 days are over whose invitations have had 30 days more."
    day, last = found[-1]
    share = "" if last.conversion is None else f" × {100 * last.conversion:.0f} % of these brought a customer"
    return f"In 30 days from {day:%-d %b %Y}: {last.per_member:.3f} invitations a member{share} = {last.k:.3g}; {last.members:,} members."


def _figure(found: list[tuple[pd.Timestamp, Spread]]) -> charts.Figure:
    values = [each.k for _, each in found]
    error = {"type": "data", "symmetric": False, "color": charts.GREY, "thickness": 1.2, "width": 3}
    error |= {"array": charts.plain(each.high - each.k for _, each in found)}
    error |= {"arrayminus": charts.plain(each.k - each.low for _, each in found)}
    points = {"x": [day.date() for day, _ in found], "y": charts.plain(values), "text": [_hover(each) for _, each in found]}
    look = {"type": "scatter", "mode": "markers", "marker": {"color": charts.THIS, "size": 8}, "error_y": error, "showlegend": False}
    top = max(each.high for _, each in found)
    y = {"rangemode": "tozero", "tickformat": ".3~f"}
    return charts.figure(
        [points | look | {"hovertemplate": "%{text}<extra></extra>"}], {"type": "date"}, y, left=charts.room([f"{top:.3f}"])
    )


def _hover(each: Spread) -> str:
    return f"{each.k:.3g} ({each.low:.3g} – {each.high:.3g}), n {each.members:,}"


def _alt(found: list[tuple[pd.Timestamp, Spread]]) -> str:
    ends = f"{found[0][1].k:.3g} in the 30 days from {found[0][0]:%-d %b %Y}, {_hover(found[-1][1])} in those from {found[-1][0]:%-d %b %Y}"
    return f"K of {len(found)} times 30 days: {ends}."


def _table(found: list[tuple[pd.Timestamp, Spread]]) -> pd.DataFrame:
    names = ("k", "low", "high", "members", "invites", "converted")
    return pd.DataFrame([(day, *(getattr(each, name) for name in names)) for day, each in found], columns=["first_day", *names])
