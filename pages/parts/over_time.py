"""The panel of a metric over time, with what it shows as its subtitle."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.parts import cards, charts, export, trend
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.cards import Card
from queries.filters import Filters
from queries.registry import Metric

KEPT = 256


def show(visit: Visit, card: Card, noun: str, after: Callable[[pd.DataFrame], None] | None = None) -> None:
    """Draw the metric of the card; `after` gets the view's rows and adds what stands under the chart."""
    metric = card.metric
    answer = visit.ask(metric.view)
    frame = answer.frame[answer.frame["currency"] == card.currency] if card.currency else answer.frame
    key = f"{visit.key} {metric.name} {card.currency}"
    made, alt = _drawn(key, frame, visit.ask("overview/notes").frame, metric, visit.filters, visit.snapshot.facts["week_start"])
    with panel(noun, cards.finding(card, visit.filters), help=metric.definition):
        if made is None:
            return
        charts.show(made, alt, f"over_time_{metric.name}")
        export.offer(noun, answer.frame, answer)
        if after:
            after(frame)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _drawn(
    key: str, _frame: pd.DataFrame, _notes: pd.DataFrame, _metric: Metric, _filters: Filters, _week_start: str
) -> tuple[go.Figure | None, str]:
    """The figure, or None without data, and its alternative text. `key` names what the rest stands for."""
    if trend.buckets(_frame, "this").empty:
        return None, ""
    made = trend.of(_frame, _metric, _filters.period, trend.concerning(_notes, _metric), _week_start)
    return made, trend.alt(_frame, _metric, _filters.period)
