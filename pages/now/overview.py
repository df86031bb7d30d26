"""Overview: how are we doing, what changed, and what explains it?"""

import streamlit as st

from pages.parts import address, cards, charts, effects, opening, over_time, states, trend, visit
from pages.parts.panel import panel
from pages.parts.questions import QUESTIONS
from queries import registry, shown
from queries.filters import DIMENSIONS

TRENDS = ("csat", "first_response", "promises_kept", "nps", "active_people", "valid_referrals")
LABELS = {dimension.key: dimension.label for dimension in DIMENSIONS}

here = visit.here()
metrics = registry.metrics()


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
        panel(
            "What moved customer satisfaction",
            effects.finding(rows, csat) if len(rows) else f"No answer has a {LABELS[by].lower()}.",
            tier=answer.tier,
        ),
    ):
        if len(rows):
            charts.show(effects.of(rows, csat), effects.alt(rows, csat), "effects")
            st.caption(
                "Within: the group's own rate changed. Mix: it gave a larger or smaller share of the answers. The bars add up to the whole change."
            )
    with right, panel("Group by group", "A change is clear where its interval leaves out zero.", tier=answer.tier):
        if len(rows):
            effects.table(rows, csat, f"What changed by {LABELS[by].lower()}", answer)


def show_empty() -> None:
    """Areas without data, each with the export that would fill it."""
    empty = [name for name, rows in here.snapshot.tables.items() if not rows]
    if empty:
        with panel("Not filled yet", "These areas have no data; their numbers are left out, not zero."):
            st.caption("  \n".join(map(states.empty_area, empty)))


every = {question: here.cards(*names) for question, names in QUESTIONS.items()}
flat = [card for group in every.values() for card in group]
opening.show(here, flat)
if flat and here.filters.chosen() and all(card.state == shown.NO_DATA for card in flat):
    states.emptied(here.filters, "data")
for question, group in every.items():
    if group:
        st.subheader(question, anchor=False)
        cards.grid(group)
if here.snapshot.tables["surveys"]:
    show_changes()
st.subheader("Over time", anchor=False)
st.caption(trend.key(here.filters.period, cards.against(here.filters) if here.filters.before else ""))
with st.grid(2, min_column_width=320):
    for card in [card for name in TRENDS for card in flat if card.metric.name == name and card.spark]:
        over_time.show(here, card, card.metric.label, legend=False)
show_empty()
