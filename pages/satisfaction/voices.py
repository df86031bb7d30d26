"""Voices: what people say, in their words, and what was done about it."""

import streamlit as st

from pages.parts import cards, heading, loop, plain, purposes, quotes, said, states, theme_editor, themes, visit, wording
from queries import registry

CARDS = ("comments", "csat", "closed_loop", "raised_to_done")

here = visit.here()
csat = registry.metrics()["csat"]
every = here.cards(*CARDS)
rows = themes.totals(here)
theme = themes.picked(rows)
words = wording.apart(here, theme)


def opening() -> str:
    """What people speak of, and where they are least satisfied."""
    texts = int(rows["comments"].sum() + rows["cases"].sum() + rows["messages"].sum())
    if not texts:
        return "Nobody wrote anything in this period."
    return f"{themes.finding(rows[rows['theme'] != themes.NONE], csat)} {wording.finding(words)}"


heading.show(here)
st.markdown(f"**{plain.label(opening())}**")
st.caption(cards.KEY)
cards.offer(every)
cards.grid(every)
empty = [area for area in ("surveys", "interactions") if not here.snapshot.tables[area]]
if len(empty) == 2 and not here.snapshot.tables["cases"]:
    st.info(states.empty_area("surveys"), icon=":material/inbox:")
elif rows.empty or not rows["said"].sum():
    states.emptied(here.filters, "comments or messages")
if themes.narrowing(here):
    st.caption("Messages carry no team and no topic, so that they are left out while the filters narrow to some.")
if len(rows) and rows["said"].sum():
    themes.show(here, rows, csat)
    left, right = st.columns(2)
    with left:
        wording.show(here, theme, words)
    with right:
        quotes.show(here, rows, theme)
    said.show(here, rows, theme, wording.picked(words))
if here.snapshot.tables["actions"]:
    st.subheader("You said, we did", anchor=False)
    loop.show(here, theme, csat)
left, right = st.columns(2)
with left:
    if here.snapshot.tables["interactions"]:
        purposes.show(here, csat)
with right:
    purposes.employees(here)
theme_editor.show(here)
