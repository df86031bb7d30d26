"""Referrals: who sent whom, what became of it, generations, K, and referred against advertised customers."""

import streamlit as st

from pages.parts import cards, generations, invited, k_factor, opening, over_time, referred, referrers, states, visit
from queries import shown

CARDS = ("referral_rate", "valid_referrals", "k_factor", "promoter_to_referrer")

here = visit.here()
every = k_factor.with_interval(here, here.cards(*CARDS))

opening.show(here, every)
cards.grid(every)
if not here.snapshot.tables["referrals"]:
    st.info(states.empty_area("referrals"), icon=":material/inbox:")
else:
    if all(card.state == shown.NO_DATA for card in every) and here.filters.chosen():
        states.emptied(here.filters, "referrals")
    left, right = st.columns(2)
    with left:
        invited.funnel(here)
    with right:
        rate = next((card for card in every if card.metric.name == "referral_rate"), None)
        if rate is not None:
            over_time.show(here, rate, "Customers by referral over time")
    tree = generations.found(here)
    left, right = st.columns(2)
    with left:
        invited.refusals(here, tree.circles())
    with right:
        invited.campaigns(here)
    left, right = st.columns(2)
    with left:
        k_factor.show(here)
    with right:
        referrers.show(here)
    referred.show(here)
    st.subheader("Who brought whom", anchor=False)
    generations.show(here, tree)
