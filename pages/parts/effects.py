"""What moved a rate between two periods: the mix effect and the within-group effect of each group."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.parts import charts, plain, tables
from queries import shown
from queries.registry import Metric
from queries.views import Answer

MOST_ROWS = 8


def largest(rows: pd.DataFrame) -> pd.DataFrame:
    """The groups that moved it most, by the size of both effects together, largest first."""
    size = rows["mix"].abs() + rows["within"].abs()
    return rows.assign(size=size).nlargest(MOST_ROWS, "size").reset_index(drop=True)


def of(rows: pd.DataFrame, metric: Metric) -> charts.Figure:
    """Figure of `group, mix, within`: two bars a group, to the right where they raised the rate."""
    rows = largest(rows)
    names = [plain.on_chart(name, 18) for name in rows["group"]]
    reach = float(rows[["mix", "within"]].abs().max(axis=None)) or 1.0
    zero = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": charts.GREY, "width": 1}}
    traces = [
        _bars(names, rows["within"], "Changed within", charts.THIS, metric),
        _bars(names, rows["mix"], "Changed mix", charts.SECOND, metric),
    ]
    span = {"range": [-1.7 * reach, 1.7 * reach]}
    return charts.rows_figure(traces, len(rows) * 1.25 + 0.4, span, left=charts.room(names), shapes=[zero], bargroupgap=0.1)


def _bars(names: list[str], values: pd.Series, name: str, color: str, metric: Metric) -> dict[str, Any]:
    return {
        "type": "bar",
        "y": names,
        "x": charts.plain(values),
        "name": name,
        "orientation": "h",
        "marker": {"color": color},
        "text": [shown.change(value, metric.unit) for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": f"%{{y}}, {name.lower()}: %{{text}}<extra></extra>",
    }


def alt(rows: pd.DataFrame, metric: Metric) -> str:
    """What the bars show, in a sentence."""
    said = [
        f"{group}: {shown.change(within, metric.unit)} within, {shown.change(mix, metric.unit)} by mix"
        for group, within, mix in largest(rows)[["group", "within", "mix"]].itertuples(index=False)
    ]
    return f"What moved {metric.label}: {'; '.join(said)}."


def finding(rows: pd.DataFrame, metric: Metric) -> str:
    """The two sums and the group that moved it most."""
    most = largest(rows).iloc[0]
    kind = "within" if abs(most["within"]) >= abs(most["mix"]) else "mix"
    return (
        f"Within groups {shown.change(float(rows['within'].sum()), metric.unit)}, by their mix {shown.change(float(rows['mix'].sum()), metric.unit)}. "
        f"Largest: {most['group']}, {shown.change(float(most[kind]), metric.unit)} {'within' if kind == 'within' else 'by mix'}."
    )


def table(rows: pd.DataFrame, metric: Metric, name: str, answer: Answer) -> None:
    """Group by group: its rate, the change, and whether that is clear; the Export menu has the effects and intervals too."""
    ends = zip(rows["low"], rows["high"], strict=True)
    said = ["clear rise" if low > 0 else "clear fall" if high < 0 else "not clear" for low, high in ends]
    thin = [min(n, before) < metric.few for n, before in zip(rows["n"], rows["before_n"], strict=True)]
    said = ["few answers" if few else word for word, few in zip(said, thin, strict=True)]
    written = {
        "Group": list(rows["group"]),
        "Now": [shown.text(value, metric.unit) for value in rows["value"]],
        "Change": [shown.change(value - before, metric.unit) for value, before in zip(rows["value"], rows["before"], strict=True)],
        "Is it clear?": said,
        "n": [f"{n:,.0f}" for n in rows["n"]],
    }
    tables.write(name, pd.DataFrame(written, dtype=object), name, answer, whole=rows)
