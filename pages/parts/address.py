"""The address bar and the widgets, kept in step once a run.

Streamlit empties the link's parameters when the page changes. Before `st.navigation` runs they can be put back without a
history entry of their own, so one page change is one step of Back. The dates are always written: only such a change, or a
visitor without a link, has an empty link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import streamlit as st

from queries import period
from queries.filters import DIMENSIONS, Filters, slug
from queries.links import quoted
from queries.snapshot import Snapshot

WRITTEN, FILTERS, HELD = "address_written", "filters", "address_held"


@dataclass(frozen=True)
class Choice:
    """A page's own parameter of the link. `options` are its values, the first one the default; none: any text, as a slug or `typed`."""

    key: str
    options: tuple[str, ...] = ()
    typed: bool = False


CHOICES = (
    Choice("kind", ("csat", "nps", "ces")),
    Choice("by", ("channel", "segment", "region", "team", "topic", "product")),
    Choice("moved", ("channel", "segment", "region", "team", "topic")),
    Choice("pick"),
    Choice("promise"),
    Choice("promised", ("kind", "channel", "team", "agent", "topic")),
    Choice("broken"),
    Choice("clock", ("calendar", "business")),
    Choice("look", ("groups", "spread", "hours", "solved")),
    Choice("cases", ("channel", "team", "agent", "topic", "priority")),
    Choice("case"),
    Choice("waits"),
    Choice("theme"),
    Choice("word"),
    Choice("side", ("all", "detractors", "others")),
    Choice("search", typed=True),
    Choice("person", typed=True),
    Choice("state", ("ambassador", "candidate", "resting", "lost")),
    Choice("month"),
    Choice("move"),
)
LONGEST = 200


def restore() -> None:
    """Put the last parameters back after a page change. Call before `st.navigation`."""
    if not st.query_params.to_dict() and WRITTEN in st.session_state:
        st.query_params.from_dict(st.session_state[WRITTEN])


def adopt(snapshot: Snapshot) -> list[str]:
    """Where the link says something new, set the widgets' keys to it. Call before the widgets exist.

    Gives one sentence per value of the link that was left out.
    """
    given = {key: st.query_params.get_all(key) for key in st.query_params}
    last = {key: [value] for key, value in st.session_state.get(WRITTEN, {}).items()}
    if FILTERS in st.session_state and (given == last or _clicked()):
        return []
    filters, dropped = Filters.from_query(given, snapshot)
    fill(filters, snapshot)
    return dropped + _adopt_choices(st.query_params.to_dict())


def _clicked() -> bool:
    """Whether this run brings a changed widget. Its link may then be older than the click, and is not a step through history."""
    return any(st.session_state[key] != value for key, value in st.session_state.get(HELD, {}).items() if key in st.session_state)


def fill(filters: Filters, snapshot: Snapshot) -> None:
    """Set the filter bar's keys to these filters."""
    state = st.session_state
    state[FILTERS] = filters
    state["period"] = period.named(filters.period, snapshot.data_from, snapshot.data_to)
    state["first_day"], state["last_day"] = filters.period.start, filters.period.end - timedelta(days=1)
    state["compare"] = filters.compare
    for dimension in DIMENSIONS:
        state[dimension.key] = list(filters.values(dimension))


def _keys() -> list[str]:
    return ["period", "first_day", "last_day", "compare", *(d.key for d in DIMENSIONS), *(c.key for c in CHOICES)]


def _adopt_choices(query: Mapping[str, str]) -> list[str]:
    dropped = []
    for choice in CHOICES:
        text = query.get(choice.key, "")[:LONGEST]
        value = text if not choice.options else text.casefold()
        if choice.options and value and value not in choice.options:
            dropped.append(f"The link's “{choice.key}” is not known: {quoted(text)}.")
            value = ""
        st.session_state[choice.key] = value or (choice.options[0] if choice.options else "")
    return dropped


def options(key: str) -> tuple[str, ...]:
    """The values that a page's own parameter may have."""
    return next(choice.options for choice in CHOICES if choice.key == key)


def choice(key: str) -> str:
    """Value of a page's own parameter."""
    return str(st.session_state.get(key) or next((c.options[0] for c in CHOICES if c.key == key and c.options), ""))


def choices() -> tuple[str, ...]:
    """Values of all parameters of a page's own."""
    return tuple(choice(known.key) for known in CHOICES)


def query(filters: Filters) -> dict[str, str]:
    """The parameters that restore what is on screen; a page's own ones only where they are not the default."""
    own = {c: choice(c.key) for c in CHOICES if choice(c.key) and choice(c.key) != (c.options[0] if c.options else "")}
    return filters.to_query() | {c.key: value if c.typed else slug(value) for c, value in own.items()}


def write(filters: Filters) -> None:
    """Bring the address bar up to date, in one step. Call when the widgets exist."""
    st.session_state[FILTERS] = filters
    st.session_state[HELD] = {key: st.session_state[key] for key in _keys() if key in st.session_state}
    wanted = query(filters)
    st.session_state[WRITTEN] = wanted
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def link(filters: Filters) -> str:
    """The full link to what is on screen."""
    page = st.context.url or ""
    return f"{page}{'' if urlsplit(page).path else '/'}?{urlencode(query(filters), safe=',')}"
