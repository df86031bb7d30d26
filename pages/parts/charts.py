"""The look of every figure, in one place.

Colours such as #000001 are Streamlit's own tokens: the browser puts the theme's colours in their place, light or dark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st
from plotly.basedatatypes import BaseFigure

THIS, SECOND, GREY = "#000001", "#000002", "#8A90A6"
INK, GROUND = "#000037", "#000038"
BAND = "rgba(111, 107, 245, 0.16)"
BEFORE_BAR = "rgba(138, 144, 166, 0.42)"
GRID = "rgba(138, 144, 166, 0.22)"
LINE_HEIGHT, ROW_HEIGHT = 290, 34
# Room for labels in pixels: of one letter, beside them, under an axis, above for a legend of one or two lines, and without one.
LETTER, BESIDE, UNDER, ABOVE, BARE = 7, 12, 26, (30, 48), 14
# No drag and no zoom, so that a phone scrolls over a chart.
STILL = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 11}, "traceorder": "normal"}
LEGEND |= {"itemclick": False, "itemdoubleclick": False}
LAYOUT: dict[str, Any] = {
    "margin": {"l": 4, "r": 8, "t": 30, "b": 4},
    "dragmode": False,
    "hovermode": "x unified",
    "legend": LEGEND,
    "bargap": 0.3,
    "barcornerradius": 3,
    "hoverlabel": {"namelength": -1},
}
X = {"fixedrange": True, "showgrid": False, "zeroline": False, "automargin": True, "tickangle": 0}
Y = {"fixedrange": True, "gridcolor": GRID, "zeroline": False, "automargin": True, "nticks": 5}
# Rows have no value axis, because the values stand beside the bars.
ROWS_X, ROWS_Y = {"visible": False}, {"showgrid": False, "ticks": "", "autorange": "reversed", "dtick": 1}


class Figure(BaseFigure):
    """A figure made of plain values, sent as it is: Plotly's own objects check and copy each value, which takes longer than the queries."""

    def __init__(self, data: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        self._plain = {"data": data, "layout": layout}

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain values."""
        return self._plain


def figure(
    traces: Sequence[Any], x: Mapping[str, Any], y: Mapping[str, Any], height: int = LINE_HEIGHT, left: int | None = None, **layout: Any
) -> Figure:
    """A figure in the house style: few gridlines, one legend above; traces are dicts or Plotly's objects.

    `left` is the room for the labels of the y axis in pixels (see `room`); without it the browser measures them, which takes
    as long as drawing the figure twice more.
    """
    data = [trace if isinstance(trace, dict) else trace.to_plotly_json() for trace in traces]
    axes = {"xaxis": X | dict(x), "yaxis": Y | dict(y)}
    if left is not None:
        legend = ABOVE[sum(trace.get("showlegend", True) for trace in data) > 2] if layout.get("showlegend", True) else BARE
        under = UNDER if x.get("visible", True) else 4
        axes = {name: axis | {"automargin": False} for name, axis in axes.items()}
        axes["margin"] = {"l": left, "r": 14, "t": legend, "b": under, "autoexpand": False}
    return Figure(data, LAYOUT | {"height": height} | axes | layout)


def room(labels: Sequence[str]) -> int:
    """Pixels that labels beside an axis need."""
    return BESIDE + LETTER * max(map(len, labels), default=0)


def rows_figure(traces: Sequence[Any], rows: float, x: Mapping[str, Any], **layout: Any) -> Figure:
    """A figure of horizontal bars, as tall as its rows need."""
    height = round(64 + ROW_HEIGHT * max(rows, 1))
    return figure(traces, ROWS_X | dict(x), ROWS_Y, height, **{"hovermode": "closest"} | layout)


def plain(values: Iterable[Any]) -> list[Any]:
    """A column as a list that a figure carries: numbers to five digits after the point, which no screen shows."""
    return [round(value, 5) if isinstance(value, float) else value for value in values]


def show(made: BaseFigure, alt: str, key: str, on_select: Callable[[], None] | None = None) -> Any:
    """Draw a figure; `alt` says what it shows, computed from what is plotted."""
    if on_select is None:
        return st.plotly_chart(made, key=key, config=STILL, alt=alt)
    return st.plotly_chart(made, key=key, config=STILL, alt=alt, on_select=on_select, selection_mode="points")
