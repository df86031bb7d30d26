"""You said, we did: what became of the themes that were raised, and satisfaction before and after what was done."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.registry import Metric

AFTER = (
    "After, not because: other things changed too. 42 days before and after the day of done, which is left out; empty until they are over."
)


def show(visit: Visit, theme: str, metric: Metric) -> None:
    """The themes with their actions, and each action with the change of its theme's satisfaction."""
    _themes(visit)
    _actions(visit, theme, metric)


def _themes(visit: Visit) -> None:
    answer = visit.ask("voices/loop")
    rows = answer.frame
    with panel("What became of it", _closed(rows)):
        if rows.empty:
            return
        number = st.column_config.NumberColumn
        columns = {
            "theme": "Theme",
            "raised": number("Raised", help="Actions raised in the period"),
            "decided": number("Decided", help="Of these, decided by now"),
            "done": number("Done", help="Of these, done by now"),
            "waiting": number("Open", help="Of these, neither done nor declined"),
            "days": number("Days", format="%.0f", help="Median from raised to done"),
        }
        tables.show("What became of it", rows, "Actions raised in the period by theme", columns, answer)


def _closed(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No action was raised in this period."
    return f"{len(rows)} themes were raised, {int((rows['done'] > 0).sum())} of them have something done."


def _actions(visit: Visit, theme: str, metric: Metric) -> None:
    answer = visit.ask("voices/done")
    rows = answer.frame[answer.frame["theme"] == theme] if theme else answer.frame
    name = f"What was done{': ' + plain.label(theme) if theme else ''}"
    with panel(name, finding(rows, metric)):
        if len(rows):
            frame = rows.assign(
                now=100 * rows["value"].astype(float), then=100 * rows["before"].astype(float), verdict=verdicts(rows, metric)
            )
            number, day = st.column_config.NumberColumn, st.column_config.DateColumn
            columns = {
                "title": st.column_config.TextColumn("Action", width="medium"),
                "theme": "Theme",
                "done_at": day("Done", format="D MMM YYYY"),
                "days": number("Days", format="%.0f", help="From raised to done"),
                "then": number("Before", format="%.0f %%", help="CSAT of the theme in the 42 days before"),
                "now": number("After", format="%.0f %%", help="CSAT of the theme in the 42 days after"),
                "verdict": st.column_config.TextColumn("Change and its interval", width="large"),
                "before_said": number("Comments before", format="localized", help="Comments on the theme in the 42 days before"),
                "said": number("Comments after", format="localized", help="Comments on the theme in the 42 days after"),
                "raised_at": day("Raised", format="D MMM YYYY"),
                "decided_at": day("Decided", format="D MMM YYYY"),
                "status": "Status",
                "team": "Proposed by",
            }
            tables.show("What was done", frame, "Actions with their theme's satisfaction before and after", columns, answer, whole=rows)
            st.caption(AFTER)


def verdicts(rows: pd.DataFrame, metric: Metric) -> list[str]:
    """'+12.1 pts (-8 to +35): not clear', with the interval of the difference; nothing where there is none."""
    said = []
    for row in rows.itertuples(index=False):
        if shown.missing(row.low):
            said.append("")
            continue
        word = "clear rise" if row.low > 0 else "clear fall" if row.high < 0 else "not clear"
        few = ", few answers" if min(row.n, row.before_n) < metric.few else ""
        said.append(f"{shown.change(row.value - row.before, 'share')} ({100 * row.low:+.0f} to {100 * row.high:+.0f}): {word}{few}")
    return said


def finding(rows: pd.DataFrame, metric: Metric) -> str:
    """How many actions are done, and after how many satisfaction changed clearly."""
    done = rows["done_at"].notna()
    told = rows[rows["low"].notna()]
    rise, fall = int((told["low"] > 0).sum()), int((told["high"] < 0).sum())
    if not done.any():
        return "Nothing is done yet." if len(rows) else "No action in this period."
    actions = rows.loc[done, "action_id"].nunique()
    return (
        f"{actions} done; of {len(told)} comparisons of satisfaction before and after, {rise} rose clearly and {fall} fell clearly."
        if len(told)
        else f"{actions} done; too early to compare satisfaction before and after."
    )
