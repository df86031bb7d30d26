"""How many people are active: in 28 days, in a week, on a day."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.parts import charts, export
from pages.parts.panel import panel
from pages.parts.visit import Visit

NAME = "Active people"
LINES = (("in 28 days", charts.THIS, 2.4), ("in a week", charts.SECOND, 2.0), ("on a day", charts.GREY, 1.6))


def show(visit: Visit) -> None:
    """Three lines over the buckets of the period."""
    monthly, weekly, daily = (visit.ask(f"community/{view}") for view in ("active_28_days", "weekly_active", "stickiness"))
    columns = {"in 28 days": monthly.frame, "in a week": weekly.frame, "on a day": daily.frame.assign(value=daily.frame["numerator"])}
    rows = pd.concat([frame.assign(span=name)[["period", "bucket", "span", "value"]] for name, frame in columns.items()])
    this = rows[(rows["period"] == "this") & rows["value"].notna()]
    total = this[this["bucket"].isna()].set_index("span")["value"]
    with panel(NAME, finding(total), tier=monthly.tier):
        if this["bucket"].isna().all():
            return
        charts.show(_figure(this[this["bucket"].notna()], visit), _alt(this, visit), "activity")
        export.offer(NAME, rows, monthly)


def finding(total: pd.Series) -> str:
    """How many there are at the end, in a week and on a day."""
    if total.empty:
        return "Nobody is known for 28 days yet, or nobody did anything."
    said = [
        f"{_number(total[name])} {words}"
        for name, words in zip(("in 28 days", "in a week", "on a day"), WORDS, strict=True)
        if name in total
    ]
    return ", ".join(said) + "."


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")


WORDS = ("people in the last 28 days", "in an average week", "on an average day")


def _figure(rows: pd.DataFrame, visit: Visit) -> charts.Figure:
    traces: list[dict[str, Any]] = []
    for name, color, width in LINES:
        part = rows[rows["span"] == name].sort_values("bucket")
        points = {"x": [day.date() for day in part["bucket"]], "y": charts.plain(part["value"]), "name": name}
        look = {"type": "scatter", "mode": "lines+markers" if len(part) < 6 else "lines", "line": {"color": color, "width": width}}
        traces.append(look | points | {"hovertemplate": "%{y:,.0f}"})
    most = float(rows["value"].max())
    x = {"type": "date", "nticks": 5, "tickformat": "%b %Y" if visit.filters.period.grain == "month" else "%-d %b"}
    return charts.figure(traces, x, {"rangemode": "tozero", "tickformat": ",.0f"}, left=charts.room([f"{1.2 * most:,.0f}"]))


def _alt(rows: pd.DataFrame, visit: Visit) -> str:
    dated = rows[rows["bucket"].notna()].sort_values("bucket")
    ends = [
        f"{name} from {part['value'].iloc[0]:,.0f} to {part['value'].iloc[-1]:,.0f}"
        for name, part in dated.groupby("span", sort=False)
        if len(part)
    ]
    return f"People active, by {visit.filters.period.grain}: {'; '.join(ends)}."
