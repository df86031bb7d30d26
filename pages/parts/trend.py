"""A metric over time: this period solid with its interval, the comparison grey and dotted, notes as lines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.parts import charts, plain
from queries import shown
from queries.period import Period, day_written
from queries.registry import Metric

_FORMATS = {"share": ".0%", "score": ".0f", "minutes": ",.0f", "hours": ",.1f", "count": ",.0f", "money": ",.0f"}
_SUFFIX = {"minutes": " min", "hours": " h"}
MOST_NOTES, LONGEST_NOTE = 4, 34


def of(frame: pd.DataFrame, metric: Metric, period: Period, notes: pd.DataFrame, week_start: str = "monday") -> go.Figure:
    """Figure of a metric's view (`period, bucket, value, low, high, n`); an incomplete bucket is an open circle off the line."""
    this, before = buckets(frame, "this"), buckets(frame, "before")
    whole, part = complete(this, period), this.loc[[not period.complete(day) for day in this["bucket"]]]
    traces = [*_band(whole), _line(whole, "This period", metric, charts.THIS, "solid")]
    if len(before):
        traces.append(_line(complete(before, period), "Before", metric, charts.GREY, "dot"))
    if len(part):
        traces.append(_part(part, metric, period))
    span = [period.buckets(week_start)[0] - timedelta(days=1), period.end]
    x = {"type": "date", "range": span, "tickformat": "%b %Y" if period.grain == "month" else "%-d %b", "nticks": 6}
    y = {"tickformat": _FORMATS[metric.unit], "ticksuffix": _SUFFIX.get(metric.unit, "")}
    lines, words = _notes(notes, period)
    return charts.figure(traces, x, y | ({"rangemode": "tozero"} if metric.unit == "count" else {}), shapes=lines, annotations=words)


def buckets(frame: pd.DataFrame, period: str) -> pd.DataFrame:
    """The rows of one period that stand for a bucket and have a value, in order; `bucket` as dates."""
    kept = frame[(frame["period"] == period) & frame["bucket"].notna() & frame["value"].notna()].sort_values("bucket")
    return kept.assign(bucket=pd.to_datetime(kept["bucket"]).dt.date)


def complete(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The buckets of which the period holds every day."""
    return rows.loc[[period.complete(day) for day in rows["bucket"]]]


def _band(rows: pd.DataFrame) -> list[go.Scatter]:
    known = rows.dropna(subset=["low", "high"])
    if len(known) < 2:
        return []
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    upper = go.Scatter(x=known["bucket"], y=known["high"], showlegend=False, **edge)
    lower = go.Scatter(x=known["bucket"], y=known["low"], fill="tonexty", fillcolor=charts.BAND, name="95 % interval", legendrank=3, **edge)
    return [upper, lower]


def _line(rows: pd.DataFrame, name: str, metric: Metric, color: str, dash: str) -> go.Scatter:
    this = dash == "solid"
    return go.Scatter(
        x=rows["bucket"],
        y=rows["value"],
        name=name,
        legendrank=1 if this else 2,
        mode="lines+markers" if len(rows) < 3 else "lines",
        line={"color": color, "dash": dash, "width": 2.4 if this else 1.6},
        text=_hover(rows, metric),
        hovertemplate="%{text}",
    )


def _part(rows: pd.DataFrame, metric: Metric, period: Period) -> go.Scatter:
    ring = {"symbol": "circle-open", "size": 7, "color": charts.THIS, "line": {"width": 1.6, "color": charts.THIS}}
    return go.Scatter(
        x=rows["bucket"],
        y=rows["value"],
        name=f"incomplete {period.grain}",
        legendrank=4,
        mode="markers",
        marker=ring,
        text=_hover(rows, metric),
        hovertemplate="%{text}",
    )


def _hover(rows: pd.DataFrame, metric: Metric) -> list[str]:
    counts = [int(n) for n in rows["n"].fillna(0)]
    few = [" (few answers)" if 0 < n < metric.few and metric.unit != "count" else "" for n in counts]
    return [f"{shown.text(value, metric.unit)}, n {n:,}{word}" for value, n, word in zip(rows["value"], counts, few, strict=True)]


def concerning(notes: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    """The notes that name this metric, and those that name none."""
    named = notes["measures"].fillna("").map(lambda text: {part.strip() for part in text.split(",") if part.strip()})
    return notes.loc[[not names or metric.name in names for names in named]]


def _notes(notes: pd.DataFrame, period: Period) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dashed line and its words for each note; words near the right end stand left of their line."""
    days = pd.to_datetime(notes["day"]).dt.date
    inside = [(day, words) for day, words in zip(days, notes["description"], strict=True) if period.start <= day < period.end]
    lines: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for place, (day, words) in enumerate(inside[:MOST_NOTES]):
        late = day > period.start + (period.end - period.start) * 0.6
        at = {"x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1, "yref": "paper"}
        lines.append({"type": "line", "line": {"color": charts.GREY, "width": 1, "dash": "dash"}, **at})
        text = {"text": plain.on_chart(words, LONGEST_NOTE), "showarrow": False, "font": {"size": 11}}
        side = {"xanchor": "right", "xshift": -4} if late else {"xanchor": "left", "xshift": 4}
        texts.append({"x": day.isoformat(), "y": 1 - 0.09 * place, "yref": "paper", **text, **side})
    return lines, texts


def alt(frame: pd.DataFrame, metric: Metric, period: Period) -> str:
    """What the figure shows, in a sentence, from the rows that it plots."""
    rows = complete(buckets(frame, "this"), period)
    if rows.empty:
        return f"{metric.label}: no complete {period.grain} in this period."
    first, last = rows.iloc[0], rows.iloc[-1]
    low, high = rows.loc[rows["value"].idxmin()], rows.loc[rows["value"].idxmax()]
    said = [shown.text(row["value"], metric.unit) for row in (first, last, low, high)]
    return (
        f"{metric.label} by {period.grain}: {said[0]} at the start, {said[1]} at the end; "
        f"lowest {said[2]} from {day_written(low['bucket'])}, highest {said[3]} from {day_written(high['bucket'])}."
    )
