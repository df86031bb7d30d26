"""The look of every figure, in one place.

Colours such as #000001 are Streamlit's own tokens: the browser puts the theme's colours in their place, light or dark.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import streamlit as st

THIS, SECOND, GREY = "#000001", "#000002", "#8A90A6"
BAND = "rgba(111, 107, 245, 0.16)"
BEFORE_BAR = "rgba(138, 144, 166, 0.42)"
GOOD, BAD = "#159A6C", "#D24A5B"
GRID = "rgba(138, 144, 166, 0.22)"
LINE_HEIGHT, ROW_HEIGHT = 290, 34
LEGEND = {
    "orientation": "h",
    "x": 0,
    "y": 1.02,
    "yanchor": "bottom",
    "font": {"size": 11},
    "title": None,
    "traceorder": "normal",
    "itemclick": False,
    "itemdoubleclick": False,
}
STILL = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}


def figure(height: int = LINE_HEIGHT) -> go.Figure:
    """An empty figure in the house style: few gridlines, no drag, no zoom, so that a phone scrolls over it."""
    made = go.Figure()
    made.update_layout(
        height=height,
        margin={"l": 4, "r": 8, "t": 30, "b": 4},
        dragmode=False,
        hovermode="x unified",
        legend=LEGEND,
        bargap=0.3,
        barcornerradius=3,
        hoverlabel={"namelength": -1},
    )
    made.update_xaxes(fixedrange=True, showgrid=False, zeroline=False, automargin=True, title=None, tickangle=0)
    made.update_yaxes(fixedrange=True, gridcolor=GRID, zeroline=False, automargin=True, nticks=5, title=None)
    return made


def rows_figure(rows: float) -> go.Figure:
    """A figure for horizontal bars, as tall as its rows need: no value axis, because the values stand beside the bars."""
    made = figure(height=round(64 + ROW_HEIGHT * max(rows, 1)))
    made.update_layout(hovermode="closest")
    made.update_xaxes(visible=False)
    made.update_yaxes(showgrid=False, ticks="", autorange="reversed", dtick=1)
    return made


def show(made: go.Figure, alt: str, key: str, on_select: Callable[[], None] | None = None) -> Any:
    """Draw a figure; `alt` says what it shows, computed from what is plotted."""
    if on_select is None:
        return st.plotly_chart(made, key=key, config=STILL, alt=alt)
    return st.plotly_chart(made, key=key, config=STILL, alt=alt, on_select=on_select, selection_mode="points")
