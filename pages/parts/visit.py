"""What the page at hand was asked for: the data, the filters, and what the link said that could not be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from queries import views
from queries.filters import Filters
from queries.snapshot import Snapshot
from queries.views import Answer

_KEY = "visit"


@dataclass(frozen=True)
class Visit:
    """One run of a page. `dropped` are sentences about values of the link that were left out."""

    snapshot: Snapshot
    filters: Filters
    title: str
    dropped: tuple[str, ...] = ()

    def ask(self, view: str, **params: Any) -> Answer:
        """The view's answer for the filters of this visit."""
        return views.run(self.snapshot, view, self.filters, **params)


def begin(snapshot: Snapshot, filters: Filters, title: str, dropped: list[str]) -> None:
    """Called by app.py before the page runs."""
    st.session_state[_KEY] = Visit(snapshot, filters, title, tuple(dropped))


def here() -> Visit:
    """The visit that app.py began."""
    visit: Visit = st.session_state[_KEY]
    return visit
