"""Promises: the rate over time, what became of each group's, and the broken ones."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import address, answers, bars, broken, charts, export, over_time, plain, promise_bars, replies
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import registry
from queries.filters import slug


def show(visit: Visit) -> None:
    """The rate over time, each group's promises, and the broken ones."""
    metric = registry.metrics()["promises_kept"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = _kind(visit)
        by = st.segmented_control(
            "By", address.options("promised"), key="promised", format_func=str.capitalize, required=True, persist_state="session"
        )
    asked: dict[str, Any] = {"kind": kind} if kind else {}
    view = "promises/promises_by_agent" if by == "agent" else "promises/promises_by"
    answer = visit.ask(view, **asked)
    frame = answer.frame[answer.frame["dimension"] == by]
    frame = frame.assign(key=frame["group"], group=replies.named(frame))
    opened = visit.ask("promises/open_promises", by=by, **asked).frame
    rows = bars.beside(frame)
    rows["not_yet_due"] = rows["key"].map(opened.set_index("group")["not_yet_due"]).fillna(0).astype(int)
    picked = answers.picked(rows, "broken")
    left, right = st.columns(2)
    with left:
        over_time.show(
            visit, visit.card("promises_kept", **asked), "Promises kept", after=lambda _: st.caption(_still_open(opened)), **asked
        )
    with right, panel(f"What became of them, by {by}", bars.finding(rows, metric) if len(rows) else f"No promise has a known {by}."):
        if len(rows):
            chart = f"promises_{by}"
            charts.show(
                promise_bars.of(rows, metric, picked), promise_bars.alt(rows, metric, by), chart, on_select=answers.pick(chart, "broken")
            )
            st.caption(
                "Of those due in this period; behind the +, those open and not due yet when the data end. Click a bar to list its broken promises."
            )
            export.offer(f"Promises by {by}", rows, answer)
    broken.show(visit, kind, by, dict(zip(rows["group"], rows["key"], strict=True)), picked)


def _kind(visit: Visit) -> str:
    """The kind of promise that the link or the list chooses, or nothing for all."""
    frame = visit.ask("promises/promises_by").frame
    kinds = sorted(set(frame.loc[frame["dimension"] == "kind", "group"]) - {"(not given)"}, key=str.casefold)
    now = next((kind for kind in kinds if slug(kind) == slug(address.choice("promise") or "-")), "")
    if len(kinds) < 2:
        return now
    options = ["", *kinds]
    chosen = st.selectbox(
        "Promise",
        options,
        index=options.index(now),
        format_func=lambda kind: plain.label(kind.capitalize()) or "All kinds",
        key=f"promise_{now}",
        width=240,
    )
    if chosen != now:
        st.session_state["promise"] = slug(chosen) if chosen else ""
        st.rerun()
    return now


def _still_open(rows: pd.DataFrame) -> str:
    """The promises that lie outside the rate, because they are not due yet, and the open ones that are overdue."""
    later, overdue = int(rows["not_yet_due"].sum()), int(rows["overdue"].sum())
    return f"Open when the data end: {later:,} not yet due (outside the rate) and {overdue:,} overdue, of any day."
