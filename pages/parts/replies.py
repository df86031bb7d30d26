"""First replies by group: medians with what they leave out, and how many still wait as time goes by."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from pages.parts import answers, bars, charts, export, plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import registry, shown

NOT_REACHED = "not reached"
MARKS = {1: "1 min", 5: "5 min", 15: "15 min", 60: "1 h", 240: "4 h", 1440: "1 day", 4320: "3 days", 10080: "7 days", 43200: "30 days"}


def within(visit: Visit) -> float:
    """The minutes within which a reply is in time: the target of the first response, else an hour."""
    return float(visit.snapshot.facts.get("target.first_response") or 60)


def groups(visit: Visit, by: str, clock: str) -> pd.DataFrame:
    """The rows of this period, agents by name, with the median `before` beside each; `key` is what views call the group."""
    frame = visit.ask("promises/response_by", by=by, clock=clock, within=within(visit)).frame
    frame = frame.assign(key=frame["group"], group=named(frame))
    return bars.beside(frame)


def named(frame: pd.DataFrame) -> list[str]:
    """What a group is called: an agent's name where the people's export has one, with the id where two share a name."""
    if "name" not in frame or frame["name"].isna().all():
        return list(frame["group"])
    shared = frame.groupby("name")["group"].nunique()
    return [
        group if pd.isna(name) else f"{name} ({group})" if shared[name] > 1 else name
        for name, group in zip(frame["name"], frame["group"], strict=True)
    ]


def show(visit: Visit, by: str, clock: str) -> pd.DataFrame:
    """Bars of the medians with a table beside; gives the rows."""
    metric = registry.metrics()["first_response"]
    rows = groups(visit, by, clock)
    answer = visit.ask("promises/response_by", by=by, clock=clock, within=within(visit))
    left, right = st.columns([2, 3])
    with left, panel(f"First reply by {by}", bars.finding(rows, metric)):
        chart = f"replies_{by}_{clock}"
        charts.show(
            bars.of(rows, metric, answers.picked(rows, "case")), bars.alt(rows, metric, by), chart, on_select=answers.pick(chart, "case")
        )
        st.caption(f"Medians over those answered. {bars.legend(rows, metric)} Click a bar to list its cases.")
    with right, panel("With those who still wait", _finding(rows)):
        _table(rows, within(visit), by)
        export.offer(f"First reply by {by}", rows, answer)
    return rows


def _finding(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No cases in this period."
    opened, silent = int(rows["opened"].sum()), int(rows["unanswered"].sum())
    known = rows[(rows["group"] != "(not given)") & (rows["unanswered"] > 0)]
    worst = known.nlargest(1, "unanswered_share")
    most = "".join(f"; most in {row.group}, {shown.text(row.unanswered_share, 'share')}" for row in worst.itertuples())
    return f"{silent:,} of {opened:,} cases have no reply{most}."


def _table(rows: pd.DataFrame, minutes: float, by: str) -> None:
    limit = shown.duration(minutes)
    frame = pd.DataFrame(
        {
            "group": rows["group"],
            "opened": rows["opened"],
            "unanswered": 100 * rows["unanswered_share"],
            "within": 100 * rows["within_share"],
            "median": [shown.text(value, "minutes") for value in rows["value"]],
            "waiting": [NOT_REACHED if shown.missing(value) else shown.duration(value) for value in rows["waiting_median"]],
            "p90": [shown.text(value, "minutes") for value in rows["p90"]],
        }
    )
    percent, words = partial(st.column_config.NumberColumn, width=72), partial(st.column_config.TextColumn, width=96)
    columns = {
        "group": by.capitalize(),
        "opened": percent("Cases", format="localized"),
        "unanswered": percent("No reply", format="%.1f %%"),
        "within": percent(f"In {limit}".replace("\u00a0", " "), format="%.1f %%", help="The share answered in this time, of all cases"),
        "median": words("Median", help="Of those answered"),
        "waiting": words("Median of all", help="Kaplan-Meier: those still waiting count as long as they have waited"),
        "p90": words("P90", help="Nine in ten of those answered had their reply by then"),
    }
    tables.show(f"First reply by {by}, table", frame, f"First reply by {by}", columns)


def curve(visit: Visit, clock: str) -> None:
    """How many still wait for their first reply, minute by minute."""
    answer = visit.ask("promises/waiting_curve", clock=clock)
    with panel("Still waiting", _half(answer.frame[answer.frame["period"] == "this"])):
        rows = answer.frame
        if (rows["period"] == "this").any():
            charts.show(_curve(rows), _alt(rows), f"curve_{clock}")
            st.caption("Kaplan-Meier: customers without a reply count as long as they have waited; band: 95 % interval.")
            export.offer("Still waiting", rows, answer)


def _half(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No cases in this period."
    row = rows.iloc[0]
    silent = f"{int(row['unanswered']):,} of {int(row['n']):,} have none"
    if shown.missing(row["half_after"]):
        return f"Fewer than half have had a reply (median {NOT_REACHED}); {silent}."
    return f"Half had a reply after {shown.duration(row['half_after'])}; {silent}."


def _curve(rows: pd.DataFrame) -> charts.Figure:
    this, before = rows[rows["period"] == "this"], rows[rows["period"] == "before"]
    edge = {"type": "scatter", "x": this["mark"].tolist(), "mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
    fill = {"fill": "tonexty", "fillcolor": charts.BAND, "name": "95 % interval", "legendrank": 3}
    traces = [
        edge | {"y": charts.plain(this["high"]), "showlegend": False},
        edge | {"y": charts.plain(this["low"])} | fill,
        _steps(this, "This period", {"color": charts.THIS, "width": 2.4}),
    ]
    if len(before):
        traces.append(_steps(before, "Before", {"color": charts.GREY, "width": 1.6, "dash": "dot"}))
    ticks = {mark: word for mark, word in MARKS.items() if mark <= this["mark"].max()}
    x = {"type": "log", "tickvals": list(ticks), "ticktext": [word if place % 2 == 0 else "" for place, word in enumerate(ticks.values())]}
    return charts.figure(traces, x, {"tickformat": ".0%", "range": [0, 1.02]}, left=charts.room(["100 %"]))


def _steps(rows: pd.DataFrame, name: str, line: dict[str, object]) -> dict[str, object]:
    words = [
        f"{share:.1%} still wait after {shown.duration(mark)}, n {int(n):,}"
        for share, mark, n in zip(rows["value"], rows["mark"], rows["n"], strict=True)
    ]
    points = {"x": rows["mark"].tolist(), "y": charts.plain(rows["value"]), "text": words, "hovertemplate": "%{text}"}
    return {"type": "scatter", "name": name, "mode": "lines", "line": line | {"shape": "hv"}} | points


def _alt(rows: pd.DataFrame) -> str:
    this = rows[(rows["period"] == "this") & rows["mark"].isin(MARKS)]
    said = ", ".join(f"{share:.0%} after {plain.on_chart(MARKS[mark])}" for mark, share in zip(this["mark"], this["value"], strict=True))
    return f"Share of customers still waiting for a first reply: {said}."
