"""Tables: one place that draws a frame, names its columns and puts it on the Export menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.parts import export, plain
from pages.parts.visit import Visit
from queries.filters import slug
from queries.views import Answer

MOST_ROWS = 500
MOST_VISIBLE = 10
# A browser reads each written cell by itself. More rows than are visible scroll, in so many pixels.
MOST_WRITTEN, WRITTEN_HEIGHT = 100, 400


def show(
    name: str,
    frame: pd.DataFrame,
    alt: str,
    columns: dict[str, Any] | None = None,
    answer: Answer | None = None,
    whole: pd.DataFrame | Callable[[], pd.DataFrame] | None = None,
    total: int | None = None,
) -> None:
    """Draw the first rows of a frame; the Export menu gets `whole`, or else the frame itself.

    `columns` are labels or column configurations by column; a column that it leaves out is not shown. `total` says how many rows
    `whole` has where the frame has fewer.
    """
    export.offer(name, frame if whole is None else whole, answer)
    order = list(columns) if columns else list(frame.columns)
    shown = frame[order].head(MOST_ROWS)
    st.dataframe(
        shown, hide_index=True, column_config=columns, placeholder="", alt=alt, height="content" if len(shown) <= MOST_VISIBLE else "auto"
    )
    _cut(MOST_ROWS, len(frame) if total is None else total)


def write(name: str, rows: pd.DataFrame, alt: str, answer: Answer | None = None, whole: pd.DataFrame | None = None) -> None:
    """Write out a frame of words, its columns named as they shall be read; the Export menu gets `whole`, or else the frame itself.

    A browser has it whole at once. `show` draws on a canvas, and tells a screen reader what is on it a fifth of a second later.
    """
    export.offer(name, rows if whole is None else whole, answer)
    written = rows.head(MOST_WRITTEN).map(plain.label)
    height: int | Literal["content"] = "content" if len(rows) <= MOST_VISIBLE else WRITTEN_HEIGHT
    st.table(written, border="horizontal", hide_index=True, alt=alt, height=height)
    _cut(MOST_WRITTEN, len(rows))


def _cut(most: int, total: int) -> None:
    if total > most:
        st.caption(f"The first {most} of {total:,} rows; the Export menu gives all.")


def moment(label: str, visit: Visit) -> Any:
    """Configuration of a column of moments, in the company's own time."""
    return st.column_config.DatetimeColumn(label, format="D MMM YYYY, HH:mm", timezone=visit.snapshot.zone)


def offer_download(label: str, name: str, answer: Answer, visit: Visit) -> None:
    """A button beside a table that gives it whole."""
    export.offer(name, answer.frame, answer)
    first = f"{visit.title}, {name}"
    st.download_button(
        label, lambda: export.as_csv(answer.frame, first), f"{slug(name)}.csv", "text/csv", on_click="ignore", icon=":material/download:"
    )
