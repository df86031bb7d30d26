"""Overview: how are we doing, what changed, and what explains it?"""

import pandas as pd
import streamlit as st

from pages.parts import address, cards, charts, effects, heading, plain, states, tables, trend, visit
from pages.parts.panel import panel
from queries import registry, shown
from queries.cards import Card
from queries.cards import cards as ask_cards
from queries.filters import DIMENSIONS

QUESTIONS = {
    "Are customers satisfied?": ("csat", "nps", "ces", "first_response", "promises_kept", "within_hour"),
    "Do they speak for us?": (
        "valid_referrals",
        "new_customers",
        "recovered_detractors",
        "enps",
        "ideas_adopted",
        "campaigns_with_customers",
    ),
    "Is there a community that lives, and what comes of it?": (
        "active_people",
        "peer_answers",
        "give_share",
        "repeat_purchase",
        "revenue",
        "tests_decided",
    ),
}
TRENDS = ("csat", "first_response", "promises_kept", "nps", "active_people", "valid_referrals")
LABELS = {dimension.key: dimension.label for dimension in DIMENSIONS}

here = visit.here()
metrics = registry.metrics()
filled = [name for name, rows in here.snapshot.tables.items() if rows]


def asked(names: tuple[str, ...]) -> list[Card]:
    """Cards of the metrics whose table has rows."""
    return ask_cards(here.snapshot, here.filters, [name for name in names if metrics[name].area in filled])


def show_trend(card: Card, notes: pd.DataFrame) -> None:
    """One metric over time, with the notes that concern it."""
    metric, answer = card.metric, here.ask(card.metric.view)
    with panel(metric.label, cards.finding(card, here.filters), help=metric.definition):
        if trend.buckets(answer.frame, "this").empty:
            st.caption("No data in this period.")
            return
        charts.show(
            trend.of(answer.frame, metric, here.filters.period, trend.concerning(notes, metric)),
            trend.alt(answer.frame, metric, here.filters.period),
            metric.name,
        )
        tables.export.offer(metric.label, answer.frame, answer)


def show_changes() -> None:
    """What moved customer satisfaction: effects by group, and the groups in a table."""
    answer, csat = here.ask("overview/what_changed"), metrics["csat"]
    if answer.frame.empty:
        with panel("What changed", "Nothing to compare: choose a comparison, or a period with answers before it."):
            return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("What changed", anchor=False, width="content")
        by = st.segmented_control(
            "By",
            address.options("moved"),
            key="moved",
            format_func=LABELS.__getitem__,
            required=True,
            persist_state="session",
            label_visibility="collapsed",
        )
    rows = answer.frame[answer.frame["dimension"] == by]
    left, right = st.columns(2)
    with (
        left,
        panel("What moved customer satisfaction", effects.finding(rows, csat) if len(rows) else f"No answer has a {LABELS[by].lower()}."),
    ):
        if len(rows):
            charts.show(effects.of(rows, csat), effects.alt(rows, csat), "effects")
            st.caption(
                "Within: the group's own rate changed. Mix: it gave a larger or smaller share of the answers. The bars add up to the whole change."
            )
    with right, panel("Group by group", "A change is clear where its interval leaves out zero."):
        if len(rows):
            effects.table(rows, csat, f"What changed by {LABELS[by].lower()}", answer)


def show_empty() -> None:
    """Areas without data, each with the export that would fill it."""
    empty = [name for name in here.snapshot.tables if name not in filled]
    if empty:
        with panel("Not filled yet", "These areas have no data; their numbers are left out, not zero."):
            for name in empty:
                st.caption(states.empty_area(name))


every = {question: asked(names) for question, names in QUESTIONS.items()}
flat = [card for group in every.values() for card in group]
heading.show(here)
st.markdown(f"**{plain.label(cards.opening(flat, here.filters))}**")
st.caption(cards.KEY)
if flat and here.filters.chosen() and all(card.state == shown.NO_DATA for card in flat):
    states.emptied(here.filters, "data")
for question, group in every.items():
    if group:
        st.subheader(question, anchor=False)
        cards.grid(group)
if "surveys" in filled:
    show_changes()
st.subheader("Over time", anchor=False)
over_time = [card for name in TRENDS for card in flat if card.metric.name == name]
with st.grid(2, min_column_width=320):
    for card in over_time:
        show_trend(card, here.ask("overview/notes").frame)
show_empty()
