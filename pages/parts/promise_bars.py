"""What became of the promises of each group: kept, late, or overdue and open, as shares of those that were due."""

from __future__ import annotations

import pandas as pd

from pages.parts import bars, charts, plain
from queries import shown
from queries.registry import Metric

STATES = {"kept": "On time", "late": "Late", "overdue": "Overdue"}
_COLORS = {"kept": charts.THIS, "late": charts.SECOND, "overdue": charts.GREY}
LONGEST = 22


def of(rows: pd.DataFrame, metric: Metric, picked: str = "") -> charts.Figure:
    """Figure of `group, kept, late, overdue, not_yet_due, value, n`: a bar a group, the best first and the picked one bold."""
    rows = bars.ordered(rows, metric)
    cut = [plain.on_chart(name, LONGEST) for name in rows["group"]]
    names = [f"<b>{short}</b>" if name == picked else short for name, short in zip(rows["group"], cut, strict=True)]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": names,
            "x": charts.plain(rows[state] / rows["n"]),
            "name": label,
            "customdata": rows["group"].tolist(),
            "marker": {"color": _COLORS[state]},
            "text": [f"{label.lower()}: {int(count):,} of {int(n):,}" for count, n in zip(rows[state], rows["n"], strict=True)],
            "textposition": "none",
            "hovertemplate": "%{y}, %{text}<extra></extra>",
        }
        for state, label in STATES.items()
    ]
    beside = {"x": 1.03, "showarrow": False, "xanchor": "left", "font": {"size": 12}}
    texts = [{"y": name, "text": text, **beside} for name, text in zip(names, _words(rows, metric), strict=True)]
    look = {"barmode": "stack", "barcornerradius": 0}
    return charts.rows_figure(traces, len(rows) * 0.8 + 0.4, {"range": [0, 1.75]}, left=charts.room(cut), annotations=texts, **look)


def _words(rows: pd.DataFrame, metric: Metric) -> list[str]:
    later = [f", +{count}" if count else "" for count in rows["not_yet_due"]]
    return [text + more for text, more in zip(bars.words(rows, metric), later, strict=True)]


def alt(rows: pd.DataFrame, metric: Metric, by: str) -> str:
    """What the bars show, in a sentence."""
    parts = [
        f"{row['group']} {shown.text(row['value'], 'share')} kept on time, {int(row['late'])} late and {int(row['overdue'])} overdue of {int(row['n'])}, {int(row['not_yet_due'])} to come"
        for _, row in bars.ordered(rows, metric).iterrows()
    ]
    return f"Promises by {by}: {'; '.join(parts) or 'none were due'}."
