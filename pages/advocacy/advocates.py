"""Advocates: who speaks for us, ambassadors with reasons, how few carry it, whom to thank, and promoter to referrer."""

import streamlit as st

from pages.parts import address, advocates, cards, opening, over_time, pipeline, promoters, states, visit
from queries import shown

CARDS = ("advocacy_rate", "valid_referrals", "concentration", "promoter_to_referrer", "nps", "peer_answers")

here = visit.here()
every = here.cards(*CARDS)
people = pipeline.rows_of(here)

opening.show(here, every)
cards.grid(every)
for area in ("interactions", "referrals"):
    if not here.snapshot.tables[area]:
        st.info(states.empty_area(area), icon=":material/inbox:")
if every and here.filters.chosen() and all(card.state == shown.NO_DATA for card in every):
    states.emptied(here.filters, "acts of advocacy")
rate = next((card for card in every if card.metric.name == "advocacy_rate" and card.state != shown.NO_DATA), None)
if rate is not None:
    left, right = st.columns(2)
    with left:
        over_time.show(here, rate, "Share who speak for us")
    with right:
        advocates.acts(here)
pipeline.show(here, people, address.choice("state"))
left, right = st.columns(2)
with left:
    pipeline.over_time(here, people)
with right:
    advocates.carriers(here)
if here.snapshot.tables["surveys"]:
    st.subheader("From promoter to referrer", anchor=False)
    left, right = st.columns(2)
    with left:
        promoters.within(here)
    with right:
        promoters.never_asked(here)
advocates.to_thank(here)
