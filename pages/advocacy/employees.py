"""Employees: who shares and what came of it, eNPS, ideas, and work at hand; never about fewer than five people."""

import streamlit as st

from pages.parts import cards, colleagues, opening, over_time, purposes, states, visit
from queries import shown

CARDS = ("employee_sharing", "enps")

here = visit.here()
every = here.cards(*CARDS)

opening.show(
    here, every, "Numbers about fewer than 5 employees are hidden, comments below 10, and what would give them away by subtraction."
)
cards.grid(every)
for area in ("interactions", "surveys", "actions"):
    if not here.snapshot.tables[area]:
        st.info(states.empty_area(area), icon=":material/inbox:")
share = next((card for card in every if card.metric.name == "employee_sharing" and card.state in (shown.OK, shown.FEW)), None)
left, right = st.columns(2)
with left:
    if share is not None:
        over_time.show(here, share, "Employees who share, over time")
with right:
    colleagues.enps(here)
colleagues.sharing(here)
colleagues.ideas(here)
left, right = st.columns(2)
with left:
    colleagues.workload(here)
with right:
    purposes.employees(here)
