"""How answers spread over the points of their scale."""

from __future__ import annotations

import pandas as pd

from pages.parts import charts

MOST_POINTS = 11


def every_point(rows: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """The rows of one scale, and on a short one a row for each score that nobody gave: that is a finding too."""
    if not 0 <= high - low < MOST_POINTS:
        return rows
    given = rows.set_index("score")
    points = given.reindex(given.index.union(pd.RangeIndex(int(low), int(high) + 1).astype(float)).rename("score"))
    zeros = dict.fromkeys(("n", "before_n", *(share for share in ("this", "before") if rows[share].notna().any())), 0.0)
    return points.fillna(zeros).reset_index()


def of(rows: pd.DataFrame) -> charts.Figure:
    """Figure of `score, this, before`: shares of the answers at each point of one scale; `before` may be empty."""
    points = [f"{score:g}" for score in rows["score"]]
    bar = {"type": "bar", "x": points, "hovertemplate": "%{y:.1%}"}
    traces = [bar | {"y": charts.plain(rows["this"]), "name": "This period", "marker": {"color": charts.THIS}}]
    if rows["before"].notna().any():
        traces.append(bar | {"y": charts.plain(rows["before"]), "name": "Before", "marker": {"color": charts.BEFORE_BAR}})
    # Bars start at zero, or their lengths would lie.
    y = {"tickformat": ".0%", "rangemode": "tozero"}
    return charts.figure(traces, {"type": "category"}, y, left=charts.room(["100%"]), showlegend=len(traces) > 1)


def alt(rows: pd.DataFrame, label: str) -> str:
    """What the bars show, in a sentence."""
    return (
        f"Share of {label} answers at each point: "
        + ", ".join(f"{score:g}: {share:.0%}" for score, share in zip(rows["score"], rows["this"], strict=True))
        + "."
    )


def finding(rows: pd.DataFrame, scales: list[tuple[float, float]]) -> str:
    """The point that most people gave, on the scale with most answers."""
    low, high = scales[0]
    first = rows[(rows["scale_min"] == low) & (rows["scale_max"] == high) & rows["this"].notna()]
    if first.empty:
        return "No answers on this scale in this period."
    top = first.loc[first["this"].idxmax()]
    return f"Most often {top['score']:g} of {high:g}: {top['this']:.0%} of {int(first['n'].sum()):,} answers."
