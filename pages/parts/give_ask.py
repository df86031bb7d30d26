"""What the brand and its members give and ask: both counted, never a bare ratio."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, export
from pages.parts.panel import panel
from pages.parts.visit import Visit

SIDES = {"staff": "The brand", "member": "Members"}
GIVES, ASKS = ("answers", "thanks", "praise", "resources"), ("questions", "promotion", "asks to share")
WORDS = {"resources": "posts that give", "promotion": "posts that ask", "asks to share": "begging for shares"}


def show(visit: Visit) -> None:
    """A chart a side, gives above asks."""
    answer = visit.ask("ties/give_ask")
    rows = answer.frame[answer.frame["bucket"].isna()]
    for column, (side, name) in zip(st.columns(2), SIDES.items(), strict=True):
        part = rows[rows["side"] == side]
        with column, panel(name, said(part, name), tier=answer.tier):
            if (part["period"] == "this").any():
                charts.show(_figure(part), f"{name}, gives and asks: {said(part, name)}", f"give_ask_{side}")
    export.offer("Give and ask", answer.frame, answer)
    st.caption(
        "Gives: answers to others, thanks, praise, posts that give or teach. Asks: questions, posts that promote or sell, and posts that beg "
        "to be shared. Bots, deleted and test accounts are left out."
    )


def _counts(part: pd.DataFrame, period: str) -> dict[str, int]:
    rows = part[part["period"] == period]
    return {act: int(count) for act, count in zip(rows["act"], rows["acts"], strict=True)}


def said(part: pd.DataFrame, name: str) -> str:
    """Both counts, and those of the comparison."""
    now = _counts(part, "this")
    if not now:
        return f"{name} gave nothing and asked for nothing in this period."
    before = _counts(part, "before")
    counts = [(sum(of.get(act, 0) for act in acts)) for of in (now, before) for acts in (GIVES, ASKS)]
    since = f"; {counts[2]:,} and {counts[3]:,} in the period before" if before else ""
    return f"{name} gave {counts[0]:,} times and asked {counts[1]:,} times{since}."


def _figure(part: pd.DataFrame) -> charts.Figure:
    now, before = _counts(part, "this"), _counts(part, "before")
    acts = [act for act in (*GIVES, *ASKS) if act in now or act in before]
    names = [WORDS.get(act, act).capitalize() for act in acts]
    traces = [_bars(acts, names, now, GIVES, "Gives", charts.THIS), _bars(acts, names, now, ASKS, "Asks", charts.SECOND)]
    if before:
        bar = {
            "type": "bar",
            "orientation": "h",
            "y": names,
            "x": [before.get(act, 0) for act in acts],
            "name": "Before",
            "offsetgroup": "before",
        }
        traces.append(bar | {"marker": {"color": charts.BEFORE_BAR}, "hoverinfo": "skip"})
    most = max([*now.values(), *before.values(), 1])
    texts = [_text(name, now.get(act, 0), max(now.get(act, 0), before.get(act, 0)), most) for act, name in zip(acts, names, strict=True)]
    look = {"barmode": "group", "bargroupgap": 0.08, "annotations": texts}
    # Rows without a bar of a trace would close ranks; the order is said once for all.
    y = {"categoryorder": "array", "categoryarray": names}
    made = charts.rows_figure(
        traces, len(acts) * (1.25 if before else 0.8) + 0.5, {"range": [0, 1.25 * most]}, left=charts.room(names), **look
    )
    made.to_dict()["layout"]["yaxis"] |= y
    return made


def _bars(acts: list[str], names: list[str], now: dict[str, int], kind: tuple[str, ...], name: str, color: str) -> dict[str, Any]:
    rows = [(label, now.get(act, 0)) for act, label in zip(acts, names, strict=True) if act in kind]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [label for label, _ in rows],
        "x": [count for _, count in rows],
        "name": name,
        "offsetgroup": "now",
        "marker": {"color": color},
        "hovertemplate": "%{y}: %{x:,}<extra></extra>",
    }


def _text(name: str, count: int, edge: int, most: int) -> dict[str, Any]:
    return {"y": name, "x": edge + 0.02 * most, "text": f"{count:,}", "showarrow": False, "xanchor": "left", "font": {"size": 12}}
