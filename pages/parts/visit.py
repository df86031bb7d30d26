"""What the page at hand was asked for: the data, the filters, and what the link said that could not be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from queries import cards, registry, views
from queries.ahead import Asked
from queries.cards import Card
from queries.filters import Filters
from queries.snapshot import Snapshot
from queries.views import Answer

_KEY = "visit"
KEPT_CARDS = 256


@dataclass(frozen=True)
class Visit:
    """One run of a page. `dropped` are sentences about values of the link that were left out, `asked` its questions so far."""

    snapshot: Snapshot
    filters: Filters
    title: str
    dropped: tuple[str, ...] = ()
    asked: dict[Asked, None] = field(default_factory=dict, compare=False)

    def ask(self, view: str, **params: Any) -> Answer:
        """The view's answer for the filters of this visit."""
        self.asked[view, tuple(params.items())] = None
        return views.run(self.snapshot, view, self.filters, **params)

    def follow_up(self, view: str, **params: Any) -> Answer:
        """The same for a question that only the answer to another one gives, so that nobody asks it ahead."""
        return views.run(self.snapshot, view, self.filters, **params)

    def cards(self, *names: str) -> list[Card]:
        """The cards of these metrics, less those whose table no export fills."""
        filled = [name for name in names if self.snapshot.tables[registry.metrics()[name].area]]
        self.asked.update({(registry.metrics()[name].view, ()): None for name in filled})
        return _cards(f"{self.key} {filled}", self.snapshot, self.filters, filled)

    def card(self, name: str, **params: Any) -> Card:
        """The card of one metric, its view asked with parameters. Targets are in calendar time, so business hours have none."""
        metric = registry.metrics()[name]
        target = None if params.get("clock") == "business" else self.snapshot.facts.get(f"target.{name}")
        rows = cards.rows_of(self.ask(metric.view, **params).columns)
        return cards.card(metric, rows, self.filters, float(target) if target else None)

    @property
    def key(self) -> str:
        """What decides every number of the visit, for caches: reading it is much faster than hashing the filters."""
        return f"{self.snapshot.name} {self.filters!r}"


@st.cache_resource(max_entries=KEPT_CARDS, show_spinner=False)
def _cards(key: str, _snapshot: Snapshot, _filters: Filters, _names: list[str]) -> list[Card]:
    """Cards are frozen, so that all visits with the same question may share them."""
    return cards.cards(_snapshot, _filters, _names)


def begin(snapshot: Snapshot, filters: Filters, title: str, dropped: list[str]) -> None:
    """Called by app.py before the page runs."""
    st.session_state[_KEY] = Visit(snapshot, filters, title, tuple(dropped))


def here() -> Visit:
    """The visit that app.py began."""
    visit: Visit = st.session_state[_KEY]
    return visit
