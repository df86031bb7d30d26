"""The look of every figure, in one place.

Colours such as #000001 are Streamlit's own tokens: the browser puts the theme's colours in their place, light or dark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

THIS, SECOND, GREY = "#000001", "#000002", "#8A90A6"
BAND = "rgba(111, 107, 245, 0.16)"
BEFORE_BAR = "rgba(138, 144, 166, 0.42)"
GRID = "rgba(138, 144, 166, 0.22)"
LINE_HEIGHT, ROW_HEIGHT = 290, 34
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


def figure(traces: Sequence[Any], x: Mapping[str, Any], y: Mapping[str, Any], height: int = LINE_HEIGHT, **layout: Any) -> go.Figure:
    """A figure in the house style: few gridlines, one legend above. Made in one go, as updating one is slow."""
    return go.Figure(data=list(traces), layout=LAYOUT | {"height": height, "xaxis": X | dict(x), "yaxis": Y | dict(y)} | layout)


def rows_figure(traces: Sequence[Any], rows: float, x: Mapping[str, Any], **layout: Any) -> go.Figure:
    """A figure of horizontal bars, as tall as its rows need."""
    height = round(64 + ROW_HEIGHT * max(rows, 1))
    return figure(traces, ROWS_X | dict(x), ROWS_Y, height, hovermode="closest", **layout)


def show(made: go.Figure, alt: str, key: str, on_select: Callable[[], None] | None = None) -> Any:
    """Draw a figure; `alt` says what it shows, computed from what is plotted."""
    if on_select is None:
        return st.plotly_chart(made, key=key, config=STILL, alt=alt)
    return st.plotly_chart(made, key=key, config=STILL, alt=alt, on_select=on_select, selection_mode="points")
