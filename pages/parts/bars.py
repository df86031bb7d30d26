"""Horizontal bars, one a group, sorted, with value, n and interval; the comparison lies behind in grey."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.parts import charts, plain
from queries import shown
from queries.registry import Metric

MOST_ROWS = 12


def of(rows: pd.DataFrame, metric: Metric, picked: str = "") -> go.Figure:
    """Figure of `group, value, low, high, n` and perhaps `before`, the best group first and the picked one bold. Groups without answers are left out."""
    rows = ordered(rows, metric)
    made = charts.rows_figure(len(rows) * (2 if _compared(rows) else 1) * 0.62 + 0.5)
    names = [f"<b>{plain.on_chart(name, 22)}</b>" if name == picked else plain.on_chart(name, 22) for name in rows["group"]]
    faint = [0.45 if few else 1.0 for few in rows["n"] < metric.few]
    if _compared(rows):
        # Drawn second from the top of each pair: Plotly stacks the bars of a group in the order of the traces.
        made.update_layout(barmode="group", bargroupgap=0.08)
    made.add_trace(
        go.Bar(
            y=names,
            x=rows["value"],
            name="This period",
            orientation="h",
            marker={"color": charts.THIS, "opacity": faint},
            error_x=_whiskers(rows),
            customdata=rows["group"],
            text=words(rows, metric),
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    )
    if _compared(rows):
        made.add_trace(
            go.Bar(
                y=names,
                x=rows["before"],
                name="Before",
                orientation="h",
                marker={"color": charts.BEFORE_BAR},
                customdata=rows["group"],
                hoverinfo="skip",
            )
        )
    _values(made, rows, names, metric)
    made.update_layout(showlegend=_compared(rows))
    return made


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
        "array": rows["high"] - rows["value"],
        "arrayminus": rows["value"] - rows["low"],
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


def _values(made: go.Figure, rows: pd.DataFrame, names: list[str], metric: Metric) -> None:
    """Values stand right of the longest bar and interval, in one column."""
    if rows.empty:
        return
    drawn = [column for column in ("value", "low", "high", "before") if column in rows]
    edge = max(0.0, float(rows[drawn].max(axis=None)))
    least = min(0.0, float(rows[drawn].min(axis=None)))
    span = (edge - least) or 1.0
    made.update_xaxes(range=[least - (0.02 * span if least else 0), edge + 0.62 * span])
    for name, text in zip(names, words(rows, metric), strict=True):
        made.add_annotation(x=edge + 0.03 * span, y=name, text=text, showarrow=False, xanchor="left", font={"size": 12})


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
    few = " Pale bars: few answers." if (rows["n"] < metric.few).any() else ""
    return f"Thin lines: 95 % intervals.{few}"
