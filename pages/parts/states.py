"""What a page shows when it cannot show numbers: one clear sentence, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st

from pages.parts import filter_bar, plain
from queries import snapshot, watching
from queries.exports.account import ASIDE
from queries.filters import Filters, listed
from queries.watching import Progress

MOST_NAMED = 3
AREAS = {
    "people": "customers, members and employees",
    "surveys": "survey answers (CSAT, NPS, CES)",
    "cases": "helpdesk tickets or conversations",
    "promises": "promised response, resolution or delivery times",
    "interactions": "community and social activity",
    "posts": "published posts with their figures",
    "referrals": "who brought whom",
    "orders": "orders of the shop",
    "campaigns": "campaigns",
    "tests": "tests of headlines or content",
    "actions": "ideas and what became of them",
    "notes": "what happened when",
    "identities": "handles of people on channels",
}


def stop(trouble: str, remedy: str = "") -> NoReturn:
    """End the page with one sentence about what is wrong."""
    st.title("Rapport")
    st.error(plain.label(trouble), icon=":material/error:")
    if remedy:
        st.caption(plain.label(remedy))
    st.stop()
    raise AssertionError("st.stop ends the run.")


def first_load(data: Path, cache: Path) -> NoReturn:
    """Show the progress of the very first load; the page opens by itself when it is done."""
    st.title("Rapport")
    _waiting(str(data), cache)
    st.stop()
    raise AssertionError("st.stop ends the run.")


@st.fragment(run_every=1)
def _waiting(data: str, cache: Path) -> None:
    if snapshot.current(cache) is not None:
        st.rerun()
    failed, now = watching.trouble(cache), watching.progress(cache)
    if failed and now is None:
        st.error(plain.label(failed), icon=":material/error:")
        st.caption(plain.label(f"The data folder is {data}; it is read again as soon as something in it changes."))
    else:
        progress(now)


def progress(now: Progress | None) -> None:
    """How far a load is, and the export at hand."""
    st.progress(now.share if now else 0.0, text=f"Loading {plain.label(now.file) if now and now.file else 'the exports'} …")


def empty_area(area: str) -> str:
    """One sentence that says which export would fill an area."""
    return f"An export of {AREAS.get(area, area)} would fill this (table `{area}`)."


def emptied(filters: Filters, what: str) -> None:
    """Say that nothing is left of `what` and name the filters at work, each with a button that removes it."""
    st.info(f"No {what} in {plain.label(filters.sentence().split(', compared')[0])}.", icon=":material/filter_alt_off:")
    with st.container(horizontal=True):
        for dimension in filters.chosen():
            words = plain.label(listed(filters.values(dimension)))
            st.button(f"Remove {dimension.label.lower()}: {words}", key=f"remove_{dimension.key}", on_click=filter_bar.removing(dimension))


def troubles(files: Mapping[str, Any], failed: str) -> None:
    """Name each export that could not be used, with its reason, and say why the last load gave nothing new. `files` are columns."""
    told = zip(files["file"], files["state"], files["reason"], strict=True)
    aside = [(file, reason) for file, state, reason in told if state == ASIDE]
    for file, reason in aside[:MOST_NAMED]:
        st.warning(f"{plain.label(file)} was set aside: {plain.label(reason)} The numbers are without it.", icon=":material/warning:")
    if len(aside) > MOST_NAMED:
        st.warning(f"{len(aside) - MOST_NAMED} more exports were set aside; the page Data names them.", icon=":material/warning:")
    if failed:
        st.error(f"The last load failed, so the data of the load before are shown: {plain.label(failed)}", icon=":material/error:")
