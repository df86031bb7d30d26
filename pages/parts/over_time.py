"""The panel of a metric over time, with what it shows as its subtitle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.parts import cards, charts, export, trend
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.cards import Card, Row, rows_of
from queries.registry import Metric

KEPT = 256


def show(
    visit: Visit, card: Card, noun: str, after: Callable[[Sequence[Row]], None] | None = None, legend: bool = True, **params: Any
) -> None:
    """Draw the metric of the card; `after` gets the view's rows and adds what stands under the chart, `params` go to the view."""
    metric = card.metric
    answer = visit.ask(metric.view, **params)
    rows = [row for row in rows_of(answer.columns) if not card.currency or row["currency"] == card.currency]
    key = f"{visit.key} {metric.name} {card.currency} {params} {legend}"
    made, alt = _drawn(key, rows, visit, metric, legend)
    with panel(noun, cards.finding(card, visit.filters), help=metric.definition, tier=answer.tier if made else ""):
        if made is None:
            return
        charts.show(made, alt, f"over_time_{metric.name}")
        export.offer(noun, lambda: answer.frame, answer)
        if after:
            after(rows)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _drawn(key: str, _rows: Sequence[Row], _visit: Visit, _metric: Metric, _legend: bool) -> tuple[charts.Figure | None, str]:
    """The figure, or None without data, and its alternative text. `key` names what the rest stands for."""
    if not trend.buckets(_rows, "this"):
        return None, ""
    notes = trend.concerning(rows_of(_visit.ask("overview/notes").columns), _metric)
    period = _visit.filters.period
    return trend.of(_rows, _metric, period, notes, _visit.snapshot.facts["week_start"], _legend), trend.alt(_rows, _metric, period)
