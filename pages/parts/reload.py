"""Reading the exports again: the button, and the progress of a load that runs in the background."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from pages.parts import serving, states
from pages.parts.visit import Visit
from queries import period, snapshot, watching

_ASKED = "reload_asked"
# A load that finds nothing new is over before anybody sees its progress.
_LOOKING_SECONDS = 6


def bar(visit: Visit) -> None:
    """When the snapshot was built, the reload button, and what a running load is at."""
    built = datetime.fromisoformat(visit.snapshot.facts["built_at"]).astimezone(ZoneInfo(visit.snapshot.zone))
    data, cache = serving.folders()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Reload now", icon=":material/refresh:"):
            watching.reload_now(data, cache)
            st.session_state[_ASKED] = time.monotonic()
        st.caption(f"Loaded {period.day_written(built.date())}, {built:%H:%M %Z}. Changed exports are noticed and read in the background.")
    _running(visit.snapshot.name)


def begin() -> None:
    """Let the load begin at once, because something in the data folder was saved here."""
    watching.reload_now(*serving.folders())
    st.session_state[_ASKED] = time.monotonic()


def follow(visit: Visit) -> None:
    """Show a load that was asked for, and draw the page anew when it gave other data."""
    if st.session_state.get(_ASKED):
        _running(visit.snapshot.name)


@st.fragment(run_every=2)
def _running(shown: str) -> None:
    """Progress while a load runs; the page is drawn anew when the load gave other data."""
    _, cache = serving.folders()
    now, asked = watching.progress(cache), st.session_state.get(_ASKED)
    if snapshot.current_name(cache) not in (shown, None):
        st.session_state[_ASKED] = None
        st.rerun()
    if now is not None:
        states.progress(now)
    elif asked and time.monotonic() - asked < _LOOKING_SECONDS:
        st.progress(0.0, text="Looking at the exports …")
    elif asked:
        st.caption("Looked at the exports: nothing has changed.")
