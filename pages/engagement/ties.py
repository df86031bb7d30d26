"""Ties: who speaks with whom, whom it hangs on, what has gone cold, who gives and who asks, and true fans."""

import streamlit as st

from pages.parts import (
    bridges,
    cards,
    cold_ties,
    fans,
    give_ask,
    givers,
    network,
    opening,
    person_ties,
    share_begging,
    states,
    tie_kinds,
    visit,
)
from queries import shown

CARDS = ("reciprocity", "member_ties", "cold_ties", "gave_first", "give_share")

here = visit.here()
every = here.cards(*CARDS)

opening.show(here, every)
cards.grid(every)
for area in ("interactions", "posts"):
    if not here.snapshot.tables[area]:
        st.info(states.empty_area(area), icon=":material/inbox:")
if every and here.filters.chosen() and all(card.state == shown.NO_DATA for card in every):
    states.emptied(here.filters, "ties")
if here.snapshot.tables["interactions"]:
    left, right = st.columns(2)
    with left:
        tie_kinds.over_time(here)
    with right:
        tie_kinds.answered(here)
    found = network.found(here)
    people = found.people(here, found.picture.people)
    network.show(here, found, people)
    person_ties.show(here, found, people)
    left, right = st.columns([2, 3])
    with left:
        bridges.show(here, found)
    with right:
        cold_ties.show(here)
st.subheader("Give and ask", anchor=False)
give_ask.show(here)
givers.show(here)
share_begging.show(here)
fans.show(here)
