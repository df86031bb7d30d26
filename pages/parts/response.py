"""Who answers beside who was asked, the bounds that silence leaves, and the people who were won back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import bars, cards, charts, export, trend
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import registry, shown
from queries.cards import cards as ask_cards

GROUPS = {"channel": "Channel", "team": "Team", "speed": "Speed of resolution"}
LOW_RATE = 0.2


def show(visit: Visit) -> None:
    """Three panels: the rate over time, who answers, and recovered detractors."""
    left, right = st.columns(2)
    with left:
        _rate(visit)
    with right:
        _who(visit)
    _recovered(visit)


def _rate(visit: Visit) -> None:
    metric = registry.metrics()["response_rate"]
    answer, card = visit.ask(metric.view), ask_cards(visit.snapshot, visit.filters, ["response_rate"])[0]
    with panel("Response rate", cards.finding(card, visit.filters)):
        if trend.buckets(answer.frame, "this").empty:
            st.caption("No export says who was asked, so the rate is not known.")
            return
        charts.show(
            trend.of(answer.frame, metric, visit.filters.period), trend.alt(answer.frame, metric, visit.filters.period), "response_rate"
        )
        _bounds(answer.frame)
        export.offer("Response rate", answer.frame, answer)


def _bounds(frame: pd.DataFrame) -> None:
    """Where few answer, between which limits the satisfaction of all who were asked lies."""
    total = frame[(frame["period"] == "this") & frame["bucket"].isna()]
    low, high = (total[name].iloc[0] if len(total) else None for name in ("bound_low", "bound_high"))
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
        st.caption(bars.finding(rows, metric))
        st.caption(bars.legend(rows, metric))
        charts.show(bars.of(rows, metric), bars.alt(rows, metric, GROUPS[by].lower()), f"who_{by}")
        export.offer("Who answers", answer.frame, answer)


def _recovered(visit: Visit) -> None:
    metric = registry.metrics()["recovered_detractors"]
    answer, card = visit.ask(metric.view), ask_cards(visit.snapshot, visit.filters, [metric.name])[0]
    with panel("Recovered detractors", cards.finding(card, visit.filters), help=metric.definition):
        if not trend.buckets(answer.frame, "this").empty:
            charts.show(
                trend.of(answer.frame, metric, visit.filters.period), trend.alt(answer.frame, metric, visit.filters.period), "recovered"
            )
            export.offer("Recovered detractors", answer.frame, answer)
