"""Horizontal bars, one a group, sorted, with value, n and interval; the comparison lies behind in grey."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.parts import charts, plain
from queries import shown
from queries.registry import Metric

MOST_ROWS, LONGEST = 12, 22


def of(rows: pd.DataFrame, metric: Metric, picked: str = "") -> charts.Figure:
    """Figure of `group, value, low, high, n` and perhaps `before`, the best group first and the picked one bold.

    Groups without answers are left out; those with few are faint.
    """
    rows = ordered(rows, metric)
    cut = [plain.on_chart(name, LONGEST) for name in rows["group"]]
    names = [f"<b>{short}</b>" if name == picked else short for name, short in zip(rows["group"], cut, strict=True)]
    bar = {"type": "bar", "y": names, "orientation": "h", "customdata": rows["group"].tolist()}
    this = {
        "x": charts.plain(rows["value"]),
        "name": "This period",
        "marker": {"color": charts.THIS, "opacity": [0.45 if few else 1.0 for few in rows["n"] < metric.few]},
        "error_x": _whiskers(rows),
        "text": words(rows, metric),
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    traces = [bar | this]
    if _compared(rows):
        before = {"x": charts.plain(rows["before"]), "name": "Before", "marker": {"color": charts.BEFORE_BAR}, "hoverinfo": "skip"}
        traces.append(bar | before)
    span, texts = _values(rows, names, metric)
    tall = len(rows) * 0.62 * len(traces) + 0.5
    look = {"showlegend": len(traces) > 1, "barmode": "group", "bargroupgap": 0.08}
    return charts.rows_figure(traces, tall, {"range": span}, left=charts.room(cut), annotations=texts, **look)


def ordered(rows: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    """The rows with a value, best first; of very many, those with most answers."""
    kept = rows.dropna(subset=["value"]).nlargest(MOST_ROWS, "n")
    return kept.sort_values("value", ascending=metric.better == "down", kind="stable").reset_index(drop=True)


def _compared(rows: pd.DataFrame) -> bool:
    return "before" in rows and bool(rows["before"].notna().any())


def _whiskers(rows: pd.DataFrame) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": charts.plain(rows["high"] - rows["value"]),
        "arrayminus": charts.plain(rows["value"] - rows["low"]),
        "color": charts.GREY,
        "thickness": 1.2,
        "width": 3,
    }


def words(rows: pd.DataFrame, metric: Metric) -> list[str]:
    """'81 %, n 1,204', with 'few' where they are few."""
    return [
        f"{shown.text(value, metric.unit)}, n {int(n):,}{', few' if n < metric.few else ''}"
        for value, n in zip(rows["value"], rows["n"], strict=True)
    ]


def _values(rows: pd.DataFrame, names: list[str], metric: Metric) -> tuple[list[float], list[dict[str, Any]]]:
    """Range of the axis, and the values: right of the longest bar and interval, in one column."""
    if rows.empty:
        return [0, 1], []
    drawn = [column for column in ("value", "low", "high", "before") if column in rows]
    edge = max(0.0, float(rows[drawn].max(axis=None)))
    least = min(0.0, float(rows[drawn].min(axis=None)))
    room = (edge - least) or 1.0
    beside = {"x": edge + 0.03 * room, "showarrow": False, "xanchor": "left", "font": {"size": 12}}
    texts = [{"y": name, "text": text, **beside} for name, text in zip(names, words(rows, metric), strict=True)]
    return [least - (0.02 * room if least else 0), edge + 0.62 * room], texts


def alt(rows: pd.DataFrame, metric: Metric, by: str) -> str:
    """What the bars show, in a sentence."""
    rows = ordered(rows, metric)
    return (
        f"{metric.label} by {by}: "
        + ("; ".join(f"{name} {text}" for name, text in zip(rows["group"], words(rows, metric), strict=True)) or "no answers")
        + "."
    )


def finding(rows: pd.DataFrame, metric: Metric) -> str:
    """The groups at both ends; 'clearly' only where their intervals lie apart."""
    rows = ordered(rows[rows["n"] >= metric.few], metric)
    if len(rows) < 2:
        return "Too few answers a group to compare." if len(rows) == 0 else f"Only {rows['group'][0]} has {metric.few} answers or more."
    best, worst = rows.iloc[0], rows.iloc[-1]
    apart = worst["high"] < best["low"] or best["high"] < worst["low"]
    ends = (
        f"From {shown.text(best['value'], metric.unit)} ({best['group']}) to {shown.text(worst['value'], metric.unit)} ({worst['group']})"
    )
    return f"{ends}: clearly apart." if apart else f"{ends}: no clear difference."


def beside(rows: pd.DataFrame) -> pd.DataFrame:
    """A view's rows (`period, group, value …`) as one row a group of this period, with the value `before` beside it."""
    before = rows[rows["period"] == "before"].set_index("group")["value"]
    this = rows[rows["period"] == "this"]
    return this.assign(before=this["group"].map(before)).reset_index(drop=True)


def legend(rows: pd.DataFrame, metric: Metric) -> str:
    """What is not plain from the bars themselves."""
    few = " Faint bars: few answers." if (rows["n"] < metric.few).any() else ""
    return f"Thin lines: 95 % intervals.{few}"
