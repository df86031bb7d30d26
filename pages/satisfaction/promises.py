"""Promises: kept, late, overdue; response and resolution times; by hour and team; and the people behind each."""

from typing import Any

import streamlit as st

from pages.parts import (
    address,
    answers,
    cards,
    case_list,
    opening,
    over_time,
    promised,
    replies,
    solved,
    states,
    visit,
    when,
)
from queries import shown

CARDS = ("promises_kept", "first_response", "within_hour", "resolution", "reopen_rate", "one_touch")
LOOKS = {"groups": "Groups", "spread": "Spread", "hours": "Hours", "solved": "Solving"}
CLOCKS = {"calendar": "Calendar time", "business": "Business hours"}

here = visit.here()
filled = {area: bool(here.snapshot.tables[area]) for area in ("promises", "cases")}


def show_cases() -> None:
    """Replies and solutions, and the cases behind them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        look = st.segmented_control(
            "Show", address.options("look"), key="look", format_func=LOOKS.__getitem__, required=True, persist_state="session"
        )
        clock = st.segmented_control(
            "Time", address.options("clock"), key="clock", format_func=CLOCKS.__getitem__, required=True, persist_state="session"
        )
    if clock == "business" and not here.snapshot.facts.get("business_now"):
        st.info(
            "No business hours are set: write them into the section [business_hours] of settings.toml in the data folder.",
            icon=":material/schedule:",
        )
        return
    which, params = "", dict[str, Any]()
    if look == "groups":
        which, params = show_groups(clock)
    elif look == "spread":
        when.spread(here, clock, address.choice("case"))
        channels = list(here.ask("promises/response_spread", clock=clock).frame["channel"].unique())
        which, params = when.chosen(address.choice("case"), channels)
    elif look == "hours":
        when.hours(here, clock, address.choice("case"))
        which, params = when.chosen(address.choice("case"), [])
    else:
        solved.show(here, clock)
    case_list.show(here, which, clock=clock, **params)


def show_groups(clock: str) -> tuple[str, dict[str, str]]:
    """Medians by group and over time; gives the group that is picked."""
    left, right = st.columns(2)
    with left:
        over_time.show(here, here.card("first_response", clock=clock), "First reply over time", clock=clock)
    with right:
        replies.curve(here, clock)
    by = st.segmented_control(
        "By", address.options("cases"), key="cases", format_func=str.capitalize, required=True, persist_state="session"
    )
    rows = replies.show(here, by, clock)
    picked = answers.picked(rows, "case")
    keys = dict(zip(rows["group"], rows["key"], strict=True))
    return picked, {"dimension": by, "picked": keys[picked]} if picked else {}


every = here.cards(*CARDS)
opening.show(here, every)
cards.grid(every)
for area in filled:
    if not filled[area]:
        st.info(states.empty_area(area), icon=":material/inbox:")
if every and here.filters.chosen() and all(card.state == shown.NO_DATA for card in every):
    states.emptied(here.filters, "promises or cases")
else:
    if filled["promises"]:
        st.subheader("Promises", anchor=False)
        promised.show(here)
    if filled["cases"]:
        st.subheader("Answers and solutions", anchor=False)
        show_cases()
