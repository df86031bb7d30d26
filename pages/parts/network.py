"""The picture of who speaks with whom: the core of the network, with whoever is picked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from pages.parts import address, charts, export, network_figure, plain, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import shown
from queries.measures import picture
from queries.measures.network import Network, Numbers
from queries.measures.picture import Picture

KEPT = 4


@dataclass(frozen=True, eq=False)
class Found:
    """The network of the period and filters; the number of the person at each of its places, and who of them is staff."""

    network: Network
    numbers: Numbers
    is_staff: NDArray[np.bool_]
    with_staff: Numbers

    @cached_property
    def picture(self) -> Picture:
        """The places of those who are shown."""
        return picture.draw(self.network)

    @cached_property
    def bridges(self) -> Numbers:
        """The places of all whose loss would cut somebody off, those who hold most first."""
        cut_off = self.network.cut_off
        return np.lexsort((self.numbers, -self.network.degree, -cut_off))[: np.count_nonzero(cut_off)]

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the people in the picture and in the list of bridges."""
        places = np.union1d(self.picture.people, self.bridges[: tables.MOST_ROWS])
        return tuple(self.numbers[places].tolist())

    def told(self, visit: Visit) -> pd.DataFrame:
        """Those people, and whom the link names: `number, person_id, name, segment, region`."""
        return visit.follow_up("ties/people", numbers=self.shown, person=address.choice("person")).frame

    def people(self, visit: Visit, places: Numbers, everybody: bool = False) -> pd.DataFrame:
        """The people at these places of the network, in their order, with their ties; `everybody` where others than those shown are."""
        told = visit.follow_up("ties/people").frame if everybody else self.told(visit)
        rows = told.set_index("number").loc[self.numbers[places]].reset_index(drop=True)
        return rows.assign(
            side=np.where(self.is_staff[places], "staff", "member"),
            ties=self.network.degree[places],
            mutual=self.network.mutual[places],
            with_staff=self.with_staff[places],
            gave=self.network.gave[places],
            got=self.network.got[places],
        )


def found(visit: Visit) -> Found:
    """The network of the visit's filters, made once."""
    return _found(visit.key, visit)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _found(key: str, _visit: Visit) -> Found:
    pairs = _visit.ask("ties/edges").columns
    one, other, forth, back = (np.asarray(pairs[name], np.int64) for name in ("one", "other", "forth", "back"))
    staff = [np.asarray(pairs[name], np.int64) for name in ("one_is_staff", "other_is_staff")]
    numbers, network = Network.among(one, other, forth, back)
    is_staff = network.of_both(*staff) > 0
    with_staff = network.of_both(staff[0] | staff[1], staff[0] | staff[1])
    return Found(network, numbers, is_staff, with_staff)


def show(visit: Visit, found: Found, people: pd.DataFrame) -> None:
    """The picture of these people, with what it shows as its subtitle."""
    with panel("Who speaks with whom", said(found), tier=visit.ask("ties/edges").tier):
        if not found.network.n:
            return
        drawn = network_figure.figure(found.picture, people, address.choice("person"))
        charts.show(drawn, alt(found, people), "network", on_select=_take)
        export.offer("People and their ties", lambda: listed(visit, found), visit.ask("ties/edges"))
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


def alt(found: Found, people: pd.DataFrame) -> str:
    """What the picture shows, in words."""
    most = people.nlargest(3, "ties")
    names = "; ".join(f"{name} with {ties:,}" for name, ties in zip(most["name"], most["ties"], strict=True))
    return f"Network of {len(people):,} people. {said(found)} Most ties: {names}."


def listed(visit: Visit, found: Found) -> pd.DataFrame:
    """Everyone with their ties, core number and how many they hold."""
    return found.people(visit, np.arange(found.network.n), everybody=True).assign(core=found.network.core, cut_off=found.network.cut_off)
