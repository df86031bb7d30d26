"""A grid of cells whose colour is a number; a cell can be picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts import charts, plain

ROW_HEIGHT, HEAD, SLANTED, LONGEST = 30, 64, 30, 18
# Streamlit's tokens of the theme's sequential colours.
SCALE = [[place / 9, f"#0000{11 + place}"] for place in range(10)]


@dataclass(frozen=True)
class Cell:
    """One cell: its place, its value, what it says when pointed at, and what a click on it picks."""

    column: str
    row: str
    value: float
    words: str
    key: str


def of(
    cells: Sequence[Cell],
    columns: Sequence[str],
    rows: Sequence[str],
    picked: str = "",
    every: int = 1,
    text: str = "",
    slant: bool = False,
) -> charts.Figure:
    """Figure of the cells, the first row on top. `every` so many columns are labelled, `slant` where names are long; `text` is the format of
    what stands in the cells.

    A colour grid takes no clicks, so points that nobody sees lie over it and do.
    """
    values = {(cell.column, cell.row): cell.value for cell in cells}
    names = {row: plain.on_chart(row, LONGEST) for row in rows}
    grid = {
        "type": "heatmap",
        "x": list(columns),
        "y": list(names.values()),
        "z": [[values.get((column, row)) for column in columns] for row in rows],
        "xgap": 2,
        "ygap": 2,
        "colorscale": SCALE,
        "showscale": False,
        "hoverinfo": "skip",
        "hoverongaps": False,
        "texttemplate": text,
        "textfont": {"size": 11},
    }
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [cell.column for cell in cells],
        "y": [names[cell.row] for cell in cells],
        "marker": {"size": 16, "opacity": 0, "symbol": "square"},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
        "text": [cell.words for cell in cells],
        "customdata": [cell.key for cell in cells],
        "hovertemplate": "%{text}<extra></extra>",
    }
    chosen = [_frame(list(columns).index(cell.column), list(rows).index(cell.row)) for cell in cells if cell.key == picked]
    x = {"type": "category", "tickvals": list(columns)[::every], "side": "top", "tickangle": -40 if slant else 0}
    y = {"type": "category", "tickvals": list(names.values()), "autorange": "reversed", "showgrid": False}
    height = HEAD + ROW_HEIGHT * len(rows) + (SLANTED if slant else 0)
    return charts.figure([grid, points], x, y, height, hovermode="closest", showlegend=False, shapes=chosen)


def _frame(x: int, y: int) -> dict[str, object]:
    return {"type": "rect", "x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5, "line": {"color": charts.SECOND, "width": 3}}
