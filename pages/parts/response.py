"""Who answers beside who was asked, the bounds that silence leaves, and the people who were won back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.parts import bars, charts, export, over_time, plain
from pages.parts.visit import Visit
from queries import registry, shown
from queries.cards import Row

GROUPS = {"channel": "Channel", "team": "Team", "speed": "Speed of resolution"}


def show(visit: Visit) -> None:
    """Three panels: the rate over time, who answers, and recovered detractors."""
    rate, recovered = visit.cards("response_rate", "recovered_detractors")
    left, right = st.columns(2)
    with left:
        over_time.show(visit, rate, "Response rate", after=_bounds)
    with right:
        _who(visit)
    over_time.show(visit, recovered, "Recovered detractors")


def _bounds(rows: Sequence[Row]) -> None:
    """Where few answer, between which limits the satisfaction of all who were asked lies."""
    total = next((row for row in rows if row["period"] == "this" and shown.missing(row["bucket"])), {})
    low, high = total.get("bound_low"), total.get("bound_high")
    if shown.missing(low) or shown.missing(high):
        st.caption("At least 20 % of the CSAT questions were answered; below that, the bounds that silence leaves would stand here.")
    else:
        limits = f"{shown.text(low, 'share')} and {shown.text(high, 'share')}"
        st.caption(f"So few answered that the satisfied share of all who were asked is only known to lie between {limits}.")


def _who(visit: Visit) -> None:
    metric = registry.metrics()["response_rate"]
    answer = visit.ask("satisfaction/response_by")
    with st.container(border=True, height="stretch"):
        st.subheader("Who answers", anchor=False)
        by = st.segmented_control(
            "Asked by",
            list(GROUPS),
            key="asked_by",
            default="channel",
            format_func=GROUPS.__getitem__,
            required=True,
            label_visibility="collapsed",
        )
        rows = answer.frame[answer.frame["dimension"] == by]
        rows = bars.beside(rows)
        if rows.empty:
            st.caption("No data in this period.")
            return
        st.caption(f"{plain.label(bars.finding(rows, metric))} · {plain.label(answer.tier)}  \n{bars.legend(rows, metric)}")
        charts.show(bars.of(rows, metric), bars.alt(rows, metric, GROUPS[by].lower()), f"who_{by}")
        export.offer("Who answers", answer.frame, answer)
