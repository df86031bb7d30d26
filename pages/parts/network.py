"""The picture of who speaks with whom: the core of the network, with whoever is picked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts import charts, export, network_figure, plain
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.measures import picture
from queries.measures.network import Network
from queries.measures.picture import Picture

KEPT = 4


@dataclass(frozen=True, eq=False)
class Found:
    """The network of the period and filters, and the person behind each number: `person_id, name, side, ties, mutual, gave, got …`."""

    network: Network
    people: pd.DataFrame

    @cached_property
    def picture(self) -> Picture:
        """The places of those who are shown."""
        return picture.draw(self.network)

    @cached_property
    def cut_off(self) -> np.ndarray:
        """How many people would lose touch with the rest without each one."""
        return self.network.cut_off


def found(visit: Visit) -> Found:
    """The network of the visit's filters, made once."""
    return _found(visit.key, visit)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _found(key: str, _visit: Visit) -> Found:
    pairs, people = _visit.ask("ties/edges").columns, _visit.ask("ties/people").frame
    ends = (np.asarray(pairs[name], np.int64) for name in ("one", "other", "forth", "back"))
    return Found(Network(len(people), *ends), people)


def show(visit: Visit, found: Found) -> None:
    """The picture, with what it shows as its subtitle."""
    with panel("Who speaks with whom", said(found), tier=visit.ask("ties/edges").tier):
        if not found.network.n:
            return
        chosen = str(st.session_state.get("person") or "")
        charts.show(network_figure.figure(found.picture, found.people, chosen), alt(found), "network", on_select=_take)
        export.offer("People and their ties", lambda: listed(found), visit.ask("ties/people"))
        st.caption(plain.label(_caption(found)))


def _take() -> None:
    points = st.session_state["network"].selection.points
    person = points[0].get("customdata") if points else ""
    st.session_state["person"] = str(person[0] if isinstance(person, list) else person or "")


def said(found: Found) -> str:
    """How many people there are, how close they stand, and whether they hang together."""
    network = found.network
    if not network.n:
        return "Nobody spoke to anybody in this period."
    share, rest = shown.text(network.pieces[0] / network.n, "share"), len(network.pieces) - 1
    apart = f"{share} hang together, the rest stand in {rest:,} {'pieces' if rest > 1 else 'piece'}"
    density = network.density or 1
    return (
        f"{network.n:,} people with {network.degree.mean():.1f} others each on average; {apart if rest else 'all hang together'}; "
        f"1 in {1 / density:,.0f} possible ties exists (density {density:.2g})."
    )


def _caption(found: Found) -> str:
    drawn, lines = found.picture, ""
    if drawn.hidden:
        lines = f" Of {drawn.lines:,} lines among them the strongest {len(drawn.one):,} are drawn."
    core = f"The {len(drawn.people):,} people at the core of {found.network.n:,}" if len(drawn.people) < found.network.n else "Everyone"
    return (
        f"{core}: who speaks with each other stands near; the larger a dot, the more people.{lines} Click somebody to see their ties below."
    )


def alt(found: Found) -> str:
    """What the picture shows, in words."""
    most = found.people.iloc[found.picture.people].nlargest(3, "ties")
    names = "; ".join(f"{name} with {ties:,}" for name, ties in zip(most["name"], most["ties"], strict=True))
    return f"Network of {len(found.picture.people):,} people. {said(found)} Most ties: {names}."


def listed(found: Found) -> pd.DataFrame:
    """Everyone with their ties, core number and how many they hold."""
    return found.people.drop(columns="number").assign(core=found.network.core, cut_off=found.cut_off)
