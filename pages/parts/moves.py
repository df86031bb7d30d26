"""Who moved between the stages in a month, as a grid, and the people of the move that is picked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, heat, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.filters import slug
from queries.measures import stages


def grid(known: pd.DataFrame) -> pd.Timestamp | None:
    """The moves of the month that the link names, or of the last one; gives the month."""
    months = sorted(known["bucket"].unique(), reverse=True)
    asked = str(st.session_state.get("month") or "")
    month = next((month for month in months if f"{month:%Y-%m}" == asked), months[0] if months else None)
    part = known[known["bucket"] == month]
    with panel("Who moved", said(part, month)):
        if month is None:
            return None
        st.selectbox(
            "Month",
            months,
            index=months.index(month),
            format_func=lambda each: f"{each:%B %Y}",
            key=f"moves_{month:%Y_%m}",
            on_change=lambda: st.session_state.update(month=f"{st.session_state[f'moves_{month:%Y_%m}']:%Y-%m}", move=""),
        )
        cells = [_cell(*row) for row in part[["stage_before", "stage", "people"]].itertuples(index=False)]
        columns, rows = [stages.NAMES[stage] for stage in (0, 1, 2, 3, 4, 5)], [stages.BEFORE[stage] for stage in (5, 4, 3, 2, 1, 0, -1)]
        made = heat.of(cells, columns, rows, _picked(part), text="%{z:,}", slant=True)
        charts.show(made, f"From which stage (rows) to which (columns). {said(part, month)}", "moves", on_select=_take)
        st.caption("Rows: the month before. Columns: this month. Click a cell for its people.")
    return month


def _cell(before: float, after: float, people: float) -> heat.Cell:
    key = f"{stages.BEFORE[int(before)]} to {stages.NAMES[int(after)]}"
    return heat.Cell(stages.NAMES[int(after)], stages.BEFORE[int(before)], int(people), f"{key}: {int(people):,} people", key)


def _picked(part: pd.DataFrame) -> str:
    wanted = slug(str(st.session_state.get("move") or "none"))
    keys = [_cell(*row).key for row in part[["stage_before", "stage", "people"]].itertuples(index=False)]
    return next((key for key in keys if slug(key) == wanted), "")


def _take() -> None:
    points = st.session_state["moves"].selection.points
    st.session_state["move"] = slug(str(points[0]["customdata"])) if points else ""


def said(part: pd.DataFrame, month: pd.Timestamp | None) -> str:
    """How many came, returned, climbed, held, fell and left."""
    if month is None:
        return "Two whole months are needed to see who moved."
    kinds = [stages.move(before, after) for before, after in zip(part["stage_before"], part["stage"], strict=True)]
    counts = part.groupby(kinds)["people"].sum()
    return f"{month:%B %Y}: " + ", ".join(f"{int(counts.get(kind, 0)):,} {kind}" for kind in stages.MOVES) + "."


def people(visit: Visit, part: pd.DataFrame, month: pd.Timestamp) -> None:
    picked = _picked(part)
    codes = {_cell(*row).key: (int(row[0]), int(row[1])) for row in part[["stage_before", "stage", "people"]].itertuples(index=False)}.get(
        picked
    )
    params: dict[str, Any] = {"ends": date(month.year, month.month, month.day)}
    params |= {"stage_before": codes[0], "stage": codes[1]} if codes else {}
    answer = visit.ask("community/members", **params)
    total = int(answer.frame["total"].iloc[0]) if len(answer.frame) else 0
    listed = ", of whom the busiest 500 are listed" if total > 500 else ""
    with panel(f"People: {picked}, {month:%B %Y}" if picked else f"People, {month:%B %Y}", f"{total:,} people{listed}; most acts first."):
        if picked:
            st.button("Show all people", key="move_all", on_click=_release, icon=":material/close:", type="tertiary")
        frame = answer.frame.assign(before=answer.frame["stage_before"].map(stages.BEFORE), now=answer.frame["stage"].map(stages.NAMES))
        columns = {
            "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
            "before": "A month before",
            "now": "Stage",
            "acts": st.column_config.NumberColumn("Acts in 28 days", format="localized"),
            "first_day": st.column_config.DateColumn("First act", format="D MMM YYYY"),
            "last_day": st.column_config.DateColumn("Last seen", format="D MMM YYYY"),
            "segment": "Segment",
            "region": "Region",
            "person_id": "Person",
        }
        tables.show("People by stage", frame, f"People by stage, most acts first: {total:,}", columns, answer, frame.drop(columns="total"))


def _release() -> None:
    st.session_state["move"] = ""
