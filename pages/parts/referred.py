"""Referred customers beside advertised ones and all others: as they stand, and matched by join quarter and segment."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.registry import metrics

MONEY = "value of 180 days"
NOTE = (
    "Associated with, not caused by. All of any day whose days are over. Matched: the difference within the same join quarter and segment, "
    "so that seasons and kinds of customers do not pass for it."
)


def show(visit: Visit) -> None:
    """One row a measure and group, with both differences."""
    answer = visit.ask("referrals/compared")
    rows = answer.frame
    with panel("Referred against advertised", finding(rows), tier=answer.tier):
        if rows.empty:
            return
        few = metrics()["referral_rate"].few
        frame = pd.DataFrame(
            {
                "measure": [_named(*row) for row in zip(rows["measure"], rows["currency"], strict=True)],
                "group": rows["group"],
                "value": [_value(row, row.value) for row in rows.itertuples(index=False)],
                "interval": [_interval(row) for row in rows.itertuples(index=False)],
                "n": rows["n"],
                "plain": [
                    _difference(row, row.difference, row.difference_low, row.difference_high, row.n, few) for row in rows.itertuples()
                ],
                "matched": [
                    _difference(row, row.matched, row.matched_low, row.matched_high, min(row.matched_n, row.matched_referred), few)
                    for row in rows.itertuples()
                ],
            }
        )
        columns = {
            "measure": st.column_config.TextColumn("Measure", width="medium", pinned=True),
            "group": "Customers",
            "value": "Value",
            "interval": "95 %",
            "n": st.column_config.NumberColumn("n", format="localized"),
            "plain": st.column_config.TextColumn("Referred less these", width="medium"),
            "matched": st.column_config.TextColumn("The same, matched", width="medium"),
        }
        tables.show(
            "Referred against advertised", frame, f"Referred, advertised and other customers. {finding(rows)}", columns, answer, rows
        )
        st.caption(NOTE)


def finding(rows: pd.DataFrame) -> str:
    """The matched differences from advertised customers that are clear, or that none is."""
    beside = rows[(rows["group"] == "advertised") & rows["matched"].notna()]
    if beside.empty:
        return "There are no referred and advertised customers of the same quarter and segment to compare."
    enough = beside[beside[["matched_n", "matched_referred"]].min(axis=1) >= metrics()["referral_rate"].few]
    if enough.empty:
        return "Too few referred and advertised customers of the same quarter and segment to tell them apart."
    clear = enough[(enough["matched_low"] > 0) | (enough["matched_high"] < 0)]
    if clear.empty:
        return "Matched, referred customers do not differ clearly from advertised ones."
    said = [f"{_named(row.measure, row.currency)} {_change(row, row.matched)}" for row in clear.itertuples()]
    return f"Matched, referred customers differ clearly from advertised ones: {'; '.join(said)}."


def _named(measure: str, currency: object) -> str:
    return f"{measure}, {currency}" if isinstance(currency, str) else measure


def _value(row: object, value: float) -> str:
    money = row.measure == MONEY  # type: ignore[attr-defined]
    return shown.text(value, "money", row.currency) if money else shown.text(value, "share")  # type: ignore[attr-defined]


def _interval(row: object) -> str:
    return f"{_value(row, row.low)} – {_value(row, row.high)}"  # type: ignore[attr-defined]


def _change(row: object, value: float) -> str:
    money = row.measure == MONEY  # type: ignore[attr-defined]
    return shown.change(value, "money", row.currency) if money else shown.change(value, "share")  # type: ignore[attr-defined]


def _difference(row: object, value: float, low: float, high: float, n: float, few: int) -> str:
    if shown.missing(value):
        return ""
    if shown.missing(low):
        return f"{_change(row, value)}: too few to say"
    word = "clear" if low > 0 or high < 0 else "no clear difference"
    thin = f", few (n {int(n)})" if n < few else ""
    return f"{_change(row, value)} ({_change(row, low)} to {_change(row, high)}): {word}{thin}"
