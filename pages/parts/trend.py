"""A metric over time: this period solid with its interval, the comparison grey and dotted, notes as lines."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import plotly.graph_objects as go

from pages.parts import charts, plain
from queries import shown
from queries.period import Period, day_written
from queries.registry import Metric

_FORMATS = {"share": ".0%", "score": ".0f", "minutes": ",.0f", "hours": ",.1f", "count": ",.0f", "money": ",.0f"}
_SUFFIX = {"minutes": " min", "hours": " h"}


def of(frame: pd.DataFrame, metric: Metric, period: Period, notes: pd.DataFrame | None = None) -> go.Figure:
    """Figure of a metric's view (`period, bucket, value, low, high, n`); an incomplete bucket is an open circle off the line."""
    made = charts.figure()
    this, before = buckets(frame, "this"), buckets(frame, "before")
    whole = this[[period.complete(day) for day in this["bucket"]]]
    _band(made, whole)
    made.add_trace(_line(whole, "This period", metric, charts.THIS, "solid"))
    if len(before):
        made.add_trace(_line(before[[period.complete(day) for day in before["bucket"]]], "Before", metric, charts.GREY, "dot"))
    _incomplete(made, this[[not period.complete(day) for day in this["bucket"]]], metric, period)
    _notes(made, notes, period)
    made.update_yaxes(tickformat=_FORMATS[metric.unit], ticksuffix=_SUFFIX.get(metric.unit, ""))
    if metric.unit == "count":
        made.update_yaxes(rangemode="tozero")
    first = period.buckets()[0]
    made.update_xaxes(
        type="date", range=[first - timedelta(days=1), period.end], tickformat="%-d %b" if period.grain != "month" else "%b %Y", nticks=6
    )
    return made


def buckets(frame: pd.DataFrame, period: str) -> pd.DataFrame:
    """The rows of one period that stand for a bucket and have a value, in order; `bucket` as dates."""
    kept = frame[(frame["period"] == period) & frame["bucket"].notna() & frame["value"].notna()].sort_values("bucket")
    return kept.assign(bucket=pd.to_datetime(kept["bucket"]).dt.date)


def _band(made: go.Figure, this: pd.DataFrame) -> None:
    known = this.dropna(subset=["low", "high"])
    if len(known) < 2:
        return
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    made.add_trace(go.Scatter(x=known["bucket"], y=known["high"], **edge))
    made.add_trace(
        go.Scatter(
            x=known["bucket"],
            y=known["low"],
            fill="tonexty",
            fillcolor=charts.BAND,
            **edge | {"showlegend": True},
            name="95 % interval",
            legendrank=3,
        )
    )


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


def _hover(rows: pd.DataFrame, metric: Metric) -> list[str]:
    few = [" (few answers)" if 0 < n < metric.few else "" for n in rows["n"].fillna(0)]
    return [
        f"{shown.text(value, metric.unit)}, n {int(n):,}{word}"
        for value, n, word in zip(rows["value"], rows["n"].fillna(0), few, strict=True)
    ]


def _incomplete(made: go.Figure, rows: pd.DataFrame, metric: Metric, period: Period) -> None:
    if rows.empty:
        return
    ring = {"symbol": "circle-open", "size": 7, "color": charts.THIS, "line": {"width": 1.6, "color": charts.THIS}}
    made.add_trace(
        go.Scatter(
            x=rows["bucket"],
            y=rows["value"],
            name=f"part {period.grain}",
            mode="markers",
            marker=ring,
            legendrank=4,
            text=_hover(rows, metric),
            hovertemplate="%{text}",
        )
    )


def concerning(notes: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    """The notes that name this metric, and those that name none."""
    named = notes["measures"].fillna("").map(lambda text: {part.strip() for part in text.split(",") if part.strip()})
    return notes[[not names or metric.name in names for names in named]]


def _notes(made: go.Figure, notes: pd.DataFrame | None, period: Period) -> None:
    if notes is None:
        return
    inside = [
        (day, words)
        for day, words in zip(pd.to_datetime(notes["day"]).dt.date, notes["description"], strict=True)
        if period.start <= day < period.end
    ]
    for place, (day, words) in enumerate(inside[:4]):
        late = day > period.start + (period.end - period.start) * 0.6
        made.add_vline(x=day.isoformat(), line={"color": charts.GREY, "width": 1, "dash": "dash"})
        made.add_annotation(
            x=day.isoformat(),
            y=1 - 0.09 * place,
            yref="paper",
            text=plain.on_chart(words, 34),
            showarrow=False,
            xanchor="right" if late else "left",
            xshift=-4 if late else 4,
            font={"size": 11},
        )


def alt(frame: pd.DataFrame, metric: Metric, period: Period) -> str:
    """What the figure shows, in a sentence, from the rows that it plots."""
    rows = buckets(frame, "this")
    rows = rows[[period.complete(day) for day in rows["bucket"]]]
    if rows.empty:
        return f"{metric.label}: no complete {period.grain} in this period."
    first, last = rows.iloc[0], rows.iloc[-1]
    low, high = rows.loc[rows["value"].idxmin()], rows.loc[rows["value"].idxmax()]
    return (
        f"{metric.label} by {period.grain}: {_at(first, metric)} at the start, {_at(last, metric)} at the end; "
        f"lowest {_at(low, metric)} from {day_written(low['bucket'])}, highest {_at(high, metric)} from {day_written(high['bucket'])}."
    )


def _at(row: pd.Series, metric: Metric) -> str:
    return shown.text(row["value"], metric.unit)
