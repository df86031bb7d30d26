"""A metric over time: this period solid with its interval, the comparison grey and dotted, notes as lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pages.parts import charts, plain
from queries import shown
from queries.cards import Row
from queries.period import Period, day_written
from queries.registry import Metric

_FORMATS = {"share": ".0%", "score": ".0f", "minutes": ",.0f", "hours": ",.1f", "count": ",.0f", "money": ",.0f", "ratio": ",.2f"}
_SUFFIX = {"minutes": " min", "hours": " h"}
MOST_NOTES, LONGEST_NOTE = 4, 34


def of(
    rows: Sequence[Row], metric: Metric, period: Period, notes: Sequence[Row], week_start: str = "monday", legend: bool = True
) -> charts.Figure:
    """Figure of a metric's view (`period, bucket, value, low, high, n`); an incomplete bucket is an open circle off the line.

    Without a `legend` the page says once for several figures what `key` says.
    """
    this, before = buckets(rows, "this"), buckets(rows, "before")
    part = [row for row in this if not period.complete(row["bucket"])]
    traces = [*_band(complete(this, period)), _line(complete(this, period), "This period", metric, charts.THIS, "solid")]
    if before:
        traces.append(_line(complete(before, period), "Before", metric, charts.GREY, "dot"))
    if part:
        traces.append(_part(part, metric, period))
    span = [period.buckets(week_start)[0] - timedelta(days=1), period.end]
    x = {"type": "date", "range": span, "tickformat": "%b %Y" if period.grain == "month" else "%-d %b", "nticks": 6}
    y = {"tickformat": _FORMATS[metric.unit], "ticksuffix": _SUFFIX.get(metric.unit, "")}
    y |= {"rangemode": "tozero"} if metric.unit == "count" else {}
    lines, words = _notes(notes, period)
    return charts.figure(traces, x, y, left=charts.room(_ticks(traces, metric)), shapes=lines, annotations=words, showlegend=legend)


def key(period: Period, before: str) -> str:
    """What the lines and marks of such figures mean; `before` is what the period is compared with, if with anything."""
    dotted = f" Dotted: {before}." if before else ""
    return f"Solid line: this period.{dotted} Band: 95 % interval. Ring: a {period.grain} of which some days are missing."


def _ticks(traces: list[dict[str, Any]], metric: Metric) -> list[str]:
    """About the widest labels of the y axis, which may reach a little beyond the values."""
    values = [value for trace in traces for value in trace["y"]]
    ends = (1.3 * min(values, default=0), 1.3 * max(values, default=0))
    return [f"{end:{_FORMATS[metric.unit]}}{_SUFFIX.get(metric.unit, '')}" for end in ends]


def buckets(rows: Sequence[Row], period: str) -> list[Row]:
    """The rows of one period that stand for a bucket and have a value, in order; `bucket` as dates."""
    kept = [row for row in rows if row["period"] == period and not shown.missing(row["bucket"]) and not shown.missing(row["value"])]
    return sorted(({**row, "bucket": row["bucket"].date()} for row in kept), key=lambda row: row["bucket"])


def complete(rows: Sequence[Row], period: Period) -> list[Row]:
    """The buckets of which the period holds every day."""
    return [row for row in rows if period.complete(row["bucket"])]


def _band(rows: Sequence[Row]) -> list[dict[str, Any]]:
    known = [row for row in rows if not shown.missing(row["low"]) and not shown.missing(row["high"])]
    if len(known) < 2:
        return []
    edge = {"type": "scatter", "x": _column(known, "bucket"), "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    fill = {"fill": "tonexty", "fillcolor": charts.BAND, "name": "95 % interval", "legendrank": 3}
    return [edge | {"y": _column(known, "high"), "showlegend": False}, edge | {"y": _column(known, "low")} | fill]


def _line(rows: Sequence[Row], name: str, metric: Metric, color: str, dash: str) -> dict[str, Any]:
    this = dash == "solid"
    return _points(rows, metric) | {
        "name": name,
        "legendrank": 1 if this else 2,
        "mode": "lines+markers" if len(rows) < 3 else "lines",
        "line": {"color": color, "dash": dash, "width": 2.4 if this else 1.6},
    }


def _part(rows: Sequence[Row], metric: Metric, period: Period) -> dict[str, Any]:
    ring = {"symbol": "circle-open", "size": 7, "color": charts.THIS, "line": {"width": 1.6, "color": charts.THIS}}
    return _points(rows, metric) | {"name": f"incomplete {period.grain}", "legendrank": 4, "mode": "markers", "marker": ring}


def _points(rows: Sequence[Row], metric: Metric) -> dict[str, Any]:
    points = {"x": _column(rows, "bucket"), "y": _column(rows, "value"), "text": [_hover(row, metric) for row in rows]}
    return {"type": "scatter", "hovertemplate": "%{text}"} | points


def _column(rows: Sequence[Row], name: str) -> list[Any]:
    return charts.plain([row[name] for row in rows])


def _hover(row: Row, metric: Metric) -> str:
    n = 0 if shown.missing(row["n"]) else int(row["n"])
    few = " (few answers)" if 0 < n < metric.few and metric.unit != "count" else ""
    return f"{shown.text(row['value'], metric.unit)}, n {n:,}{few}"


def concerning(notes: Sequence[Row], metric: Metric) -> list[Row]:
    """The notes that name this metric, and those that name none."""
    return [note for note in notes if not (names := _named(note["measures"])) or metric.name in names]


def _named(measures: Any) -> set[str]:
    return set() if shown.missing(measures) else {part.strip() for part in measures.split(",") if part.strip()}


def _notes(notes: Sequence[Row], period: Period) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dashed line and its words for each note; words near the right end stand left of their line."""
    inside = [(day, note["description"]) for note in notes if period.start <= (day := note["day"].date()) < period.end]
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


def alt(rows: Sequence[Row], metric: Metric, period: Period) -> str:
    """What the figure shows, in a sentence, from the rows that it plots."""
    plotted = complete(buckets(rows, "this"), period)
    if not plotted:
        return f"{metric.label}: no complete {period.grain} in this period."
    low, high = (choose(plotted, key=lambda row: row["value"]) for choose in (min, max))
    said = [shown.text(row["value"], metric.unit) for row in (plotted[0], plotted[-1], low, high)]
    return (
        f"{metric.label} by {period.grain}: {said[0]} at the start, {said[1]} at the end; "
        f"lowest {said[2]} from {day_written(low['bucket'])}, highest {said[3]} from {day_written(high['bucket'])}."
    )
