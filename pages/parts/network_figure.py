"""The figure of a network: a dot a person, a line a pair, and names where there is room."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pages.parts import charts, plain
from queries.measures.picture import Picture

HEIGHT, NAMED, LONGEST = 560, 10, 18
MANY = 150
# Room that a name needs, as shares of the picture on a phone.
WIDE, TALL = 0.3, 0.035
LINES = "rgba(138, 144, 166, 0.35)"
# Dots have an edge of the theme's background, and so has each letter of a name: they stand on lines and on each other.
RIM = ", ".join(f"{x}px {y}px 2px {charts.GROUND}" for x in (-1, 0, 1) for y in (-1, 0, 1))
EDGE = {"color": charts.GROUND, "width": 1}
NAME = {"size": 11, "color": charts.INK, "shadow": RIM}
SIDES = {"member": ("Members", charts.THIS), "staff": ("Staff", charts.SECOND)}


def figure(drawn: Picture, people: pd.DataFrame, chosen: str = "") -> charts.Figure:
    """Lines, the lines of the chosen person, and a dot for each person of either side; `people` has a row for each who is drawn.

    Plotly draws it as SVG: as WebGL the page takes half as long again to settle where there is no graphics card (2.4 s against 1.6 s at
    5,000 people).
    """
    at = people.index[people["person_id"] == chosen]
    picked = (drawn.one == at[0]) | (drawn.other == at[0]) if len(at) else np.zeros(len(drawn.one), bool)
    named = _named(drawn, [*at, *people["ties"].nlargest(3 * NAMED).index])
    traces = [_lines(drawn, ~picked, LINES, 0.7), _lines(drawn, picked, charts.THIS, 1.6)]
    sizes = _sizes(people["ties"])
    traces += [_dots(drawn, people, sizes, side, named) for side in SIDES if (people["side"] == side).any()]
    if len(at):
        traces.append(_ring(drawn, int(at[0]), float(sizes[at[0]])))
    axis = {"visible": False, "range": [-0.04, 1.04]}
    # Dots in the legend are of one size, or the largest would be cut off.
    legend = charts.LEGEND | {"itemsizing": "constant"}
    return charts.figure(traces, axis, axis, HEIGHT, left=4, hovermode="closest", legend=legend)


def _named(drawn: Picture, places: list[int]) -> set[int]:
    """The first of the places whose names do not stand in each other's way."""
    kept: list[int] = []
    for place in places:
        near = [abs(drawn.x[place] - drawn.x[other]) < WIDE and abs(drawn.y[place] - drawn.y[other]) < TALL for other in kept]
        if len(kept) < NAMED and not any(near):
            kept.append(place)
    return set(kept)


def _sizes(ties: pd.Series) -> pd.Series:
    """Diameters of dots in pixels: the area grows with the people tied, and is the same for as many in any picture where nobody has more than
    MANY; else the largest dot is whoever has most."""
    return 5 + 27 * np.sqrt(ties / max(MANY, ties.max()))


def _ring(drawn: Picture, place: int, size: float) -> dict[str, Any]:
    look = {"symbol": "circle-open", "size": size + 7, "color": charts.GREY, "line": {"width": 3}}
    points = {"x": [round(float(drawn.x[place]), 4)], "y": [round(float(drawn.y[place]), 4)]}
    return points | {"type": "scatter", "mode": "markers", "marker": look, "hoverinfo": "skip", "showlegend": False}


def _lines(drawn: Picture, kept: np.ndarray, color: str, width: float) -> dict[str, Any]:
    ends = np.full((int(kept.sum()), 3, 2), np.nan)
    ends[:, 0] = np.column_stack([drawn.x[drawn.one[kept]], drawn.y[drawn.one[kept]]])
    ends[:, 1] = np.column_stack([drawn.x[drawn.other[kept]], drawn.y[drawn.other[kept]]])
    x, y = (_broken(ends[:, :, axis].ravel()) for axis in (0, 1))
    look = {"type": "scatter", "mode": "lines", "line": {"color": color, "width": width}, "hoverinfo": "skip", "showlegend": False}
    return look | {"x": x, "y": y}


def _broken(values: np.ndarray) -> list[float | None]:
    """Places to four digits, with nothing between one line and the next."""
    return [None if value != value else round(value, 4) for value in values.tolist()]


def _dots(drawn: Picture, people: pd.DataFrame, sizes: pd.Series, side: str, named: set[int]) -> dict[str, Any]:
    rows = people[people["side"] == side]
    label, color = SIDES[side]
    words = [
        f"<b>{plain.on_chart(name, LONGEST)}</b>" if place in named else "" for place, name in zip(rows.index, rows["name"], strict=True)
    ]
    hover = [f"{plain.on_chart(name)}: {ties:,} people" for name, ties in zip(rows["name"], rows["ties"], strict=True)]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": label,
        "x": charts.plain(drawn.x[rows.index].tolist()),
        "y": charts.plain(drawn.y[rows.index].tolist()),
        "marker": {"color": color, "size": charts.plain(sizes[rows.index]), "opacity": 0.9, "line": EDGE},
        "text": words,
        "textposition": "top center",
        "textfont": NAME,
        "customdata": rows["person_id"].tolist(),
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
