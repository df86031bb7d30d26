"""The themes of a page: how much is said, how satisfied people are who speak of it, and which one is picked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import export, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.filters import slug
from queries.registry import Metric

NONE = "(no theme)"
KEY = "theme_rows"
# Fewer answers than these are in the table, but not in the sentence above it.
ENOUGH = 10


def narrowing(visit: Visit) -> dict[str, bool]:
    """Messages have no team and no topic: where the filters narrow to some, they are left out."""
    return {"messages": False} if visit.filters.teams or visit.filters.topics else {}


def totals(visit: Visit) -> pd.DataFrame:
    """The themes of this period with `before_said` and `trend` (texts by complete bucket), most said first; the one without a name last."""
    frame = visit.ask("voices/themes", **narrowing(visit)).frame
    frame = frame.assign(theme=frame["theme"].astype(object).where(frame["theme"].notna(), NONE))
    whole = frame[frame["bucket"].isna()]
    before = whole[whole["period"] == "before"].set_index("theme")["said"]
    this = whole[whole["period"] == "this"].assign(before_said=lambda rows: rows["theme"].map(before))
    this = this.assign(trend=_trends(visit, frame, this["theme"]))
    last = this["theme"] == NONE
    return pd.concat([this[~last], this[last]], ignore_index=True)


def _trends(visit: Visit, frame: pd.DataFrame, themes: pd.Series) -> list[list[float]]:
    rows = frame[(frame["period"] == "this") & frame["bucket"].notna()]
    rows = rows.assign(bucket=pd.to_datetime(rows["bucket"]).dt.date)
    period = visit.filters.period
    whole = [bucket for bucket in period.buckets(visit.snapshot.week_start) if period.complete(bucket)]
    said = rows.set_index(["theme", "bucket"])["said"].to_dict()
    return [[float(said.get((theme, bucket), 0)) for bucket in whole] for theme in themes]


def picked(rows: pd.DataFrame) -> str:
    """The theme that the link or a click picked, or nothing."""
    wanted = st.session_state.get("theme") or ""
    return next((theme for theme in rows["theme"] if slug(theme) == wanted), "")


def parameter(theme: str) -> dict[str, str]:
    """The parameter of a view that narrows to the theme."""
    return {"theme": "" if theme == NONE else theme} if theme else {}


def show(visit: Visit, rows: pd.DataFrame, metric: Metric) -> None:
    """The table of themes; picking a row opens what was said."""
    none = int(rows.loc[rows["theme"] == NONE, "said"].sum())
    with panel("Themes", f"A text may speak of several themes and counts in each; {none:,} speak of none."):
        frame = rows.assign(
            satisfied=100 * rows["value"].astype(float),
            interval=[_interval(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
            against=100 * rows["detracting"].astype(float),
            change=rows["said"] - rows["before_said"],
        )
        number, percent = st.column_config.NumberColumn, st.column_config.ProgressColumn
        columns = {
            "theme": st.column_config.TextColumn("Theme", width="medium", pinned=True),
            "said": number("Texts", format="localized", help="Comments, subjects of cases and messages that speak of it"),
            "change": number("Change", format="%+d", help="Texts more or fewer than in the comparison period"),
            "trend": st.column_config.AreaChartColumn("Trend", y_min=0, help="Texts by complete week or month"),
            "satisfied": percent("Satisfied", min_value=0, max_value=100, format="%.0f %%", help="CSAT of the answers on this theme"),
            "interval": "95 %",
            "n": number("n", format="localized", help="CSAT answers on this theme"),
            "against": percent("Detractors", min_value=0, max_value=100, format="%.0f %%", help=_DETRACTORS),
            "scored": number("of n", format="localized", help="Answers with a score on this theme, of every kind"),
        }
        if rows["before_said"].isna().all():
            del columns["change"]
        answer = visit.ask("voices/themes", **narrowing(visit))
        export.offer("Themes", answer.frame, answer)
        theme = picked(rows)
        key = f"{KEY}_{slug(theme)}"
        st.dataframe(
            frame[list(columns)],
            hide_index=True,
            column_config=columns,
            placeholder="",
            key=key,
            on_select=lambda: _take(key, list(rows["theme"])),
            selection_mode="single-row",
            selection_default={"selection": {"rows": [list(rows["theme"]).index(theme)] if theme else []}},
            alt=f"Themes: {finding(rows[rows['theme'] != NONE], metric)}",
            height="content" if len(frame) <= 2 * tables.MOST_VISIBLE else "auto",
        )
        st.caption("Pick a row to read what was said.")


_DETRACTORS = "Share of the answers with a score: 0 to 6 on NPS, the bottom of other scales"


def _take(key: str, themes: list[str]) -> None:
    places = st.session_state[key].selection.rows
    st.session_state["theme"] = slug(themes[places[0]]) if places else ""


def _interval(low: float, high: float) -> str:
    return "" if shown.missing(low) else f"{100 * low:.0f} – {100 * high:.0f} %"


def finding(rows: pd.DataFrame, metric: Metric) -> str:
    """The theme most spoken of, and the least satisfied one, with whether its interval lies below that of the most satisfied."""
    rows = rows[rows["said"] > 0]
    if rows.empty:
        return "No text speaks of a theme in this period."
    most = rows.iloc[0]
    said = f"Most spoken of: {most['theme']} ({int(most['said']):,} texts)."
    enough = rows[rows["n"] >= ENOUGH].sort_values("value", kind="stable")
    if len(enough) > 1:
        worst, best = enough.iloc[0], enough.iloc[-1]
        apart = "clearly below" if worst["high"] < best["low"] else "not clearly below"
        said += f" Least satisfied: {worst['theme']} ({_rate(worst, metric)}), {apart} {best['theme']} ({_rate(best, metric)})."
    return said


def _rate(row: pd.Series, metric: Metric) -> str:
    return shown.text(row["value"], "share") + (f", few answers: {int(row['n'])}" if row["n"] < metric.few else "")
