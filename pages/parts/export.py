"""The Export menu: the tables of a page as CSV, with the sentence in the first line, and the SQL behind them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from queries.filters import slug
from queries.views import Answer

_KEY = "export_tables"
# A spreadsheet would run a cell that starts like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """One table of the page at hand, and the answer it came from."""

    name: str
    frame: pd.DataFrame | Callable[[], pd.DataFrame]
    answer: Answer | None


def begin() -> None:
    """Forget the tables of the last page."""
    st.session_state[_KEY] = []


def offer(name: str, frame: pd.DataFrame | Callable[[], pd.DataFrame], answer: Answer | None = None) -> None:
    """Put a table on the page's Export menu, under a name that occurs once; what makes a frame is called on a click."""
    tables: list[Table] = st.session_state.setdefault(_KEY, [])
    if not any(table.name == name for table in tables):
        tables.append(Table(name, frame, answer))


def menu(place: Any, title: str, sentence: str) -> None:
    """Fill the Export menu, once the page has said which tables it has."""
    tables: list[Table] = st.session_state.get(_KEY, [])
    with place, st.popover("Export", icon=":material/download:", disabled=not tables):
        for table in tables:
            st.download_button(
                f"{table.name} (CSV)",
                _later(table, f"{title}, {table.name}: {sentence}"),
                file_name=f"{slug(title)}-{slug(table.name)}.csv",
                mime="text/csv",
                on_click="ignore",
                type="tertiary",
                key=f"csv_{slug(table.name)}",
            )
        if any(table.answer for table in tables):
            st.download_button(
                "SQL of this page", lambda: queries(tables, sentence), file_name=f"{slug(title)}.sql", on_click="ignore", type="tertiary"
            )


def _later(table: Table, first: str) -> Callable[[], bytes]:
    return lambda: as_csv(table.frame() if callable(table.frame) else table.frame, first)


def as_csv(frame: pd.DataFrame, first: str) -> bytes:
    """CSV in UTF-8 with a mark that spreadsheets know: `first` in the first line, then the header, then the rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([tame(first)])
    writer.writerow([tame(str(column)) for column in frame.columns])
    writer.writerows([tame(value) for value in row] for row in frame.itertuples(index=False, name=None))
    return out.getvalue().encode("utf-8-sig")


def tame(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula. Numbers stay numbers; what is missing stays empty."""
    if isinstance(value, list | tuple):
        value = ", ".join(str(item) for item in value)
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA) else value


def queries(tables: list[Table], sentence: str) -> bytes:
    """Every query of the page as it ran, each with the values of its parameters."""
    parts = [f"-- {sentence}"]
    for table in tables:
        if table.answer:
            values = "\n".join(f"-- ${name} = {str(value)!r}" for name, value in sorted(table.answer.values.items()))
            parts.append(f"-- {table.name}\n{values}\n{table.answer.sql};")
    return "\n\n".join(parts).encode()
