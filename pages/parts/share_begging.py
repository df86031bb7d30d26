"""Posts that beg for a share, and how many replies they had beside the others."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.panel import panel
from pages.parts.visit import Visit

NAME = "Posts that beg for a share"
NOTE = (
    "Associated with, not caused by; nothing is divided by reach. Posts that ask and say share, tag or repost, in several languages, and are 7 "
    "days old. Matched: the difference from other posts of the same channel. A few loud posts move a mean, so the median stands beside it."
)


def show(visit: Visit) -> None:
    """Replies a post with and without, with the interval of the difference."""
    if not visit.snapshot.tables["posts"]:
        return
    answer = visit.ask("ties/begging")
    rows = answer.frame
    with panel(NAME, said(rows), tier=answer.tier):
        if rows.empty or not rows["begging"].max():
            return
        frame = pd.DataFrame(
            {
                "measure": [f"{row.measure.capitalize()}, a post" for row in rows.itertuples()],
                "with_it": rows["with_it"],
                "median_with": rows["median_with"],
                "without": rows["without"],
                "median_without": rows["median_without"],
                "difference": [_difference(row.difference, row.low, row.high) for row in rows.itertuples()],
                "matched": [_difference(row.matched_difference, row.matched_low, row.matched_high) for row in rows.itertuples()],
            }
        )
        number = st.column_config.NumberColumn
        columns = {
            "measure": st.column_config.TextColumn("Replies", width="medium", pinned=True),
            "with_it": number("These", format="%.1f"),
            "median_with": number("median", format="%.1f"),
            "without": number("Others", format="%.1f"),
            "median_without": number("median ", format="%.1f"),
            "difference": st.column_config.TextColumn("These less others (95 %)", width="medium"),
            "matched": st.column_config.TextColumn("The same, matched", width="medium"),
        }
        tables.show(NAME, frame, f"Replies to posts that beg for a share. {said(rows)}", columns, answer, rows)
        st.caption(NOTE)


def _difference(value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return "none to compare"
    if pd.isna(low):
        return f"{value:+.1f}: too few to say"
    return f"{value:+.1f} ({low:+.1f} to {high:+.1f}): {'clear' if low > 0 or high < 0 else 'no clear difference'}"


def said(rows: pd.DataFrame) -> str:
    """How many beg, and whether fewer or more replies go with it."""
    if rows.empty:
        return "No post of this period is 7 days old."
    row = rows.iloc[0]
    begging, others = int(row["begging"]), int(row["others"])
    if not begging:
        return f"None of {others:,} posts in this period begs for a share."
    told = [f"{word} {row.measure}" for row in rows.itertuples() if (word := _word(row))]
    said = f"associated with {' and '.join(told)}, a post" if told else "too few to compare their replies"
    return f"{begging:,} of {begging + others:,} posts beg for a share: {said}."


def _word(row: Any) -> str:
    """Which way the matched difference points, or the plain one where no channel has both; nothing where neither is known."""
    low, high = (row.matched_low, row.matched_high) if pd.notna(row.matched_low) else (row.low, row.high)
    if pd.isna(low):
        return ""
    return "fewer" if high < 0 else "more" if low > 0 else "no clear difference in"
