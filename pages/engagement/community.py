"""Community: who is active, stays and climbs; whether peers answer peers; how few carry it; and what starts conversations."""

import streamlit as st

from pages.parts import activity, apart, cards, lifecycle, opening, over_time, peers, returning, starters, states, visit
from queries import shown

CARDS = ("active_28_days", "stickiness", "newcomers_returning", "gravity", "peer_answers", "peer_first_answer")

here = visit.here()
every = here.cards(*CARDS)

opening.show(here, every)
cards.grid(every)
if not here.snapshot.tables["interactions"]:
    st.info(states.empty_area("interactions"), icon=":material/inbox:")
elif here.filters.chosen() and all(card.state == shown.NO_DATA for card in every):
    states.emptied(here.filters, "activity of members")
else:
    left, right = st.columns(2)
    with left:
        activity.show(here)
    with right:
        over_time.show(here, here.card("newcomers"), "Newcomers")
    lifecycle.show(here)
    st.subheader("Who stays", anchor=False)
    returning.show(here)
    st.subheader("Who answers", anchor=False)
    left, right = st.columns(2)
    with left:
        peers.speed(here)
    with right:
        peers.carriers(here)
    peers.unanswered(here)
    starters.show(here)
    apart.show(here)
