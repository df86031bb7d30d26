"""When customers ask, how long they then wait, and how waits spread by channel: grids whose cells list their cases."""

from __future__ import annotations

from math import log10
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import answers, charts, export, heat
from pages.parts.heat import Cell
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import registry, shown
from queries.filters import slug

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Upper end of each step in minutes; the last two are longer, and no reply at all.
STEPS = {
    1: (0, 5, "5 min"),
    2: (5, 15, "15 min"),
    3: (15, 30, "30 min"),
    4: (30, 60, "1 h"),
    5: (60, 120, "2 h"),
    6: (120, 240, "4 h"),
    7: (240, 480, "8 h"),
    8: (480, 1440, "1 day"),
    9: (1440, 4320, "3 days"),
    10: (4320, None, "more"),
    99: (None, None, "none"),
}


def spread(visit: Visit, clock: str, picked: str) -> None:
    """Channels against steps of the wait."""
    answer = visit.ask("promises/response_spread", clock=clock)
    rows = answer.frame
    with panel("How long the first reply took", _slowest(rows)):
        if rows.empty:
            return
        cells = [
            Cell(
                STEPS[step][2],
                channel,
                share,
                f"{channel}: {share:.1%} of {int(n):,} ({int(cases):,} cases), {_step(step)}",
                slug(f"step {step} {channel}"),
            )
            for channel, step, cases, share, n in rows.itertuples(index=False)
        ]
        channels = list(dict.fromkeys(rows["channel"]))
        made = heat.of(cells, [step[2] for step in STEPS.values()], channels, picked, text="%{z:.0%}")
        charts.show(made, _spread_alt(rows), f"spread_{clock}", on_select=answers.pick(f"spread_{clock}", "case"))
        st.caption(
            "Share of each channel's cases, by the time within which the first reply came; the last column had none. Click a cell to list its cases."
        )
        export.offer("First reply by channel and time", rows, answer)


def _step(step: int) -> str:
    above, up_to, word = STEPS[step]
    if up_to is None:
        return "no reply" if above is None else f"after more than {shown.duration(above)}"
    return f"within {word}" if not above else f"between {shown.duration(above)} and {word}"


def _slowest(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No cases in this period."
    late = rows[rows["step"] > 4].groupby("channel")["cases"].sum() / rows.groupby("channel")["n"].first()
    late = late.fillna(0).sort_values()
    if len(late) == 1:
        return f"{late.iloc[0]:.0%} waited longer than an hour, or had no reply."
    return f"Longer than an hour, or no reply: from {late.iloc[0]:.0%} ({late.index[0]}) to {late.iloc[-1]:.0%} ({late.index[-1]})."


def _spread_alt(rows: pd.DataFrame) -> str:
    top = rows.loc[rows.groupby("channel")["cases"].idxmax()]
    return (
        "How long the first reply took: "
        + "; ".join(f"{r.channel} most often {_step(r.step)}, {r.share:.0%}" for r in top.itertuples())
        + "."
    )


def hours(visit: Visit, clock: str, picked: str) -> None:
    """Weekday against hour: demand beside the reply."""
    answer = visit.ask("promises/hours", clock=clock)
    rows = answer.frame
    left, right = st.columns(2)
    with left, panel("When customers ask", _busiest(rows)):
        if len(rows):
            _grid(rows, "demand", "demand", picked)
            st.caption("Cases an hour, in local time. Click a cell to list its cases.")
    with right, panel("How long they then wait", _longest(rows)):
        known = rows[rows["median_minutes"].notna()]
        if len(known):
            _grid(known, "median_minutes", f"wait_{clock}", picked)
            st.caption("Median time to the first reply of the cases asked in this hour; small numbers are in the words at each cell.")
    if len(rows):
        export.offer("By weekday and hour", rows, answer)


def _grid(rows: pd.DataFrame, column: str, name: str, picked: str) -> None:
    cells = [_hour(row, column) for row in rows.itertuples()]
    made = heat.of(cells, [f"{hour:02}" for hour in range(24)], WEEKDAYS, picked, every=3)
    charts.show(made, _grid_alt(cells), name, on_select=answers.pick(name, "case"))


def _hour(row: Any, column: str) -> Cell:
    day, value = WEEKDAYS[row.weekday - 1], float(getattr(row, column))
    # Waits differ by orders of magnitude: on a plain scale one night would leave all days alike.
    value = log10(max(value, 1)) if column == "median_minutes" else value
    few = ", few" if row.n < registry.metrics()["first_response"].few else ""
    reply = "no reply" if shown.missing(row.median_minutes) else f"median reply {shown.duration(row.median_minutes)}"
    words = f"{day} {row.hour:02}:00, {row.demand:.1f} cases an hour, {reply}, n {row.n:,}{few}"
    return Cell(f"{row.hour:02}", day, value, words, slug(f"at {row.weekday} {row.hour}"))


def _grid_alt(cells: list[Cell]) -> str:
    top = sorted(cells, key=lambda cell: -cell.value)[:3]
    return "Highest: " + "; ".join(cell.words for cell in top) + "."


def _busiest(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No cases in this period."
    top = rows.loc[rows["demand"].idxmax()]
    return f"Most on {WEEKDAYS[int(top['weekday']) - 1]} at {int(top['hour']):02}:00: {top['demand']:.1f} cases an hour."


def _longest(rows: pd.DataFrame) -> str:
    enough = rows[(rows["n"] >= registry.metrics()["first_response"].few) & rows["median_minutes"].notna()]
    if enough.empty:
        return "No hour has enough cases to say where the wait is longest."
    top = enough.loc[enough["median_minutes"].idxmax()]
    said = shown.duration(float(top["median_minutes"]))
    return f"Longest, of hours with enough cases, on {WEEKDAYS[int(top['weekday']) - 1]} at {int(top['hour']):02}:00: {said}."


def chosen(key: str, channels: list[str]) -> tuple[str, dict[str, Any]]:
    """What a picked cell is called, and the parameters that choose its cases; nothing for a key that no cell has."""
    for number, day in enumerate(WEEKDAYS, 1):
        for hour in range(24):
            if key == slug(f"at {number} {hour}"):
                return f"{day} {hour:02}:00 to {hour + 1:02}:00", {"weekday": number, "hour": hour}
    for step, (above, up_to, _) in STEPS.items():
        for channel in channels:
            if key == slug(f"step {step} {channel}"):
                ends = {"unanswered": True} if step == 99 else {"above": above if step > 1 else -1, "up_to": up_to}
                return f"{channel}, {_step(step)}", {"dimension": "channel", "picked": channel} | {
                    k: v for k, v in ends.items() if v is not None
                }
    return "", {}
