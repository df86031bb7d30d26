"""Satisfaction: CSAT, NPS and CES over time, where, who answers, what lies behind a bar, and who was won back."""

import pandas as pd
import streamlit as st

from pages.parts import (
    address,
    answers,
    bars,
    cards,
    charts,
    distribution,
    export,
    opening,
    over_time,
    response,
    states,
    visit,
)
from pages.parts.panel import panel
from queries import registry, shown
from queries.cards import Card

KINDS = {"csat": "CSAT", "nps": "NPS", "ces": "CES"}
CARDS = ("csat", "nps", "ces", "enps", "response_rate", "recovered_detractors")

here = visit.here()
kind = address.choice("kind")
metric = registry.metrics()[kind]
every = here.cards(*CARDS)
card = next((card for card in every if card.metric == metric), Card(metric, shown.NO_DATA))


def show_distribution() -> None:
    """How the answers spread, a scale at a time: scales are never pooled."""
    answer = here.ask("satisfaction/score_distribution")
    rows = answer.frame[answer.frame["kind"] == kind]
    scales = list(rows[["scale_min", "scale_max"]].drop_duplicates().itertuples(index=False, name=None))
    with panel("Answers by score", distribution.finding(rows, scales), tier=answer.tier):
        scale = scales[0]
        if len(scales) > 1:
            scale = st.selectbox(
                "Scale", scales, format_func=lambda ends: f"{ends[0]:g} to {ends[1]:g}", key=f"scale_{kind}", persist_state="session"
            )
        picked = distribution.every_point(rows[(rows["scale_min"] == scale[0]) & (rows["scale_max"] == scale[1])], *scale)
        charts.show(distribution.of(picked), distribution.alt(picked, KINDS[kind]), f"distribution_{kind}")
        export.offer("Answers by score", rows, answer)


def show_groups(by: str) -> pd.DataFrame:
    """The metric by one dimension; a click on a bar picks its group."""
    answer = here.ask("satisfaction/scores_by")
    rows = bars.beside(answer.frame[(answer.frame["kind"] == kind) & (answer.frame["dimension"] == by)])
    with panel(f"{KINDS[kind]} by {by}", bars.finding(rows, metric) if len(rows) else f"No answer has a {by}.", tier=answer.tier):
        if len(rows):
            charts.show(
                bars.of(rows, metric, answers.picked(rows)),
                bars.alt(rows, metric, by),
                f"bars_{kind}_{by}",
                on_select=answers.pick(f"bars_{kind}_{by}"),
            )
            st.caption(f"{bars.legend(rows, metric)} Click a bar to read the answers behind it.")
            export.offer(f"{KINDS[kind]} by {by}", rows, answer)
    return rows


opening.show(here, every)
if not here.snapshot.tables["surveys"]:
    st.info(states.empty_area("surveys"), icon=":material/inbox:")
else:
    cards.grid(every)
    st.segmented_control("Measure", list(KINDS), key="kind", format_func=KINDS.__getitem__, required=True, persist_state="session")
if card.state == shown.NO_DATA and here.snapshot.tables["surveys"]:
    states.emptied(here.filters, f"{KINDS[kind]} answers")
elif card.state != shown.NO_DATA:
    left, right = st.columns([3, 2])
    with left:
        over_time.show(here, card, f"{KINDS[kind]} over time")
    with right:
        show_distribution()
    by = st.segmented_control("By", address.options("by"), key="by", format_func=str.capitalize, required=True, persist_state="session")
    left, right = st.columns([1, 1])
    with left:
        groups = show_groups(by)
    with right:
        answers.show(here, kind, by, groups)
    st.subheader("Response", anchor=False)
    response.show(here)
