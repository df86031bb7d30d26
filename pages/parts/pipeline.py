"""Ambassadors with their reasons, and who becomes one, rests or is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import charts, export, plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.measures import ambassadors
from queries.views import Answer

NOUNS = ("ambassador", "candidate")
SHOWN = ("ambassador", "candidate", "resting", "lost")
COLORS = {"ambassador": charts.THIS, "candidate": charts.SECOND, "resting": charts.GREY, "lost": "#000003"}


def rows_of(visit: Visit) -> pd.DataFrame:
    """What everyone went through who is, was or could be an ambassador, and the first people of each state."""
    return _asked(visit, tables.MOST_ROWS).frame


def _asked(visit: Visit, most: int | None) -> Answer:
    return visit.ask("advocates/ambassadors", **ambassadors.rule(visit.snapshot.facts), most=most)


def show(visit: Visit, rows: pd.DataFrame, state: str) -> None:
    """The people of one state, and how the states change."""
    rule = ambassadors.rule(visit.snapshot.facts)
    answer, found = _asked(visit, tables.MOST_ROWS), finding(rows)
    with panel("Ambassadors", found, tier=answer.tier):
        st.segmented_control("Who", SHOWN, key="state", format_func=str.capitalize, required=True, persist_state="session")
        total = ambassadors.counts(rows).get(state, 0)
        columns = {
            "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
            "reasons": st.column_config.TextColumn("Why", width="large"),
            "consent": st.column_config.CheckboxColumn("Consent"),
            "contact_at": st.column_config.DatetimeColumn("Last contact", format="D MMM YYYY", help="We wrote, asked or answered"),
            "last_day": st.column_config.DateColumn("Last act", format="D MMM YYYY"),
            "owner": "Owner",
            "segment": "Segment",
            "region": "Region",
            "person_id": "Person",
        }
        alt = f"{state.capitalize()}: {total:,} people with the reasons. {found}"
        if total:
            chosen = _with_reasons(rows, state, rule)
            everyone = (lambda: _with_reasons(_asked(visit, None).frame, state, rule)) if total > len(chosen) else None
            tables.show(f"{state.capitalize()} list", chosen, alt, columns, answer, everyone, total)
        else:
            st.caption("Nobody.")
        st.caption(f"{plain.label(ambassadors.words(rule))} The section \\[ambassadors\\] of settings.toml changes it.")


def _with_reasons(rows: pd.DataFrame, state: str, rule: Mapping[str, int]) -> pd.DataFrame:
    """The people of one state."""
    people = ambassadors.people(rows)
    chosen = people[ambassadors.now(people) == state].drop(columns="people")
    return chosen.assign(state=state, reasons=[ambassadors.reasons(row, rule) for row in chosen.itertuples(index=False)])


def finding(rows: pd.DataFrame) -> str:
    """How many are in each state."""
    if rows.empty:
        return "Nobody has the signs of an ambassador yet."
    counts = ambassadors.counts(rows)
    said = [f"{counts.get(state, 0):,} {state}{'s' if state in NOUNS and counts.get(state, 0) != 1 else ''}" for state in SHOWN]
    return "; ".join(said) + " at the end of the period."


def over_time(visit: Visit, rows: pd.DataFrame) -> None:
    """Stock and moves, 30 days at a time."""
    end = visit.filters.period.end
    stock, moved = ambassadors.stock(rows), ambassadors.moves(rows)
    with panel("Pipeline", _moved(moved)):
        if rows.empty:
            return
        charts.show(_figure(stock, end), _alt(stock), "pipeline")
        export.offer("Pipeline", stock)
        with st.expander("Moves, 30 days at a time"):
            dated = moved.assign(until=[end - timedelta(days=ambassadors.STEP_DAYS * int(back) + 1) for back in moved["back"]])
            columns = {
                "until": st.column_config.DateColumn("30 days until", format="D MMM YYYY"),
                "before": "From",
                "after": "To",
                "people": st.column_config.NumberColumn("People", format="localized"),
            }
            tables.show("Moves", dated, "Moves between candidate, ambassador, resting and lost", columns)


def _moved(moved: pd.DataFrame) -> str:
    last = moved[moved["back"] == 0]
    came = int(last.loc[last["after"] == "ambassador", "people"].sum())
    left = last[last["before"] == "ambassador"]
    went = {state: int(left.loc[left["after"] == state, "people"].sum()) for state in ("resting", "lost", "candidate", "none")}
    said = ", ".join(f"{count} {state}" for state, count in went.items() if count)
    return f"In the last 30 days {came} became ambassadors, {sum(went.values())} stopped being one{f' ({said})' if said else ''}."


def _figure(stock: pd.DataFrame, end: date) -> charts.Figure:
    days = [end - timedelta(days=ambassadors.STEP_DAYS * int(back) + 1) for back in stock["back"]]
    traces: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "name": state, "x": days, "y": stock[state].tolist(), "line": {"color": color, "width": 2}}
        for state, color in COLORS.items()
    ]
    most = max(int(stock[state].max()) for state in COLORS)
    return charts.figure(
        traces, {"type": "date", "nticks": 6}, {"rangemode": "tozero", "tickformat": ",.0f"}, left=charts.room([f"{most:,}"])
    )


def _alt(stock: pd.DataFrame) -> str:
    first, last = stock.iloc[0], stock.iloc[-1]
    said = "; ".join(f"{state} from {int(first[state]):,} to {int(last[state]):,}" for state in SHOWN)
    return f"People in each state over 12 times 30 days: {said}."
