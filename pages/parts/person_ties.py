"""One person's ties: with whom, which way, over what, and how long ago."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import address, plain, tables
from pages.parts.network import Found
from pages.parts.panel import panel
from pages.parts.visit import Visit

MOST_OFFERED = 500


def show(visit: Visit, found: Found, people: pd.DataFrame) -> None:
    """The ties of whoever the link, a click or the list of these people picks; of whom most hangs on, where nobody is picked."""
    if not found.network.n:
        return
    first = people.nlargest(MOST_OFFERED, "ties")
    names = dict(zip(first["person_id"], first["name"], strict=True))
    asked = _asked(visit, found)
    chosen, name = (str(asked["person_id"]), str(asked["name"])) if asked is not None else next(iter(names.items()))
    answer = visit.follow_up("ties/person", person=chosen)
    rows = answer.frame
    with panel(f"Ties of {plain.label(name)}", told(rows, name), tier=answer.tier):
        st.selectbox(
            "Whose",
            list(dict.fromkeys([chosen, *names])),
            index=0,
            format_func=lambda key: f"{names.get(key, name)} ({key})",
            key=f"ties_{chosen}",
            on_change=lambda: st.session_state.update(person=st.session_state[f"ties_{chosen}"]),
        )
        number = st.column_config.NumberColumn
        columns = {
            "name": st.column_config.TextColumn("With", width=150, pinned=True),
            "gave": number("Spoke to them", format="localized", help=f"How often {plain.label(name)} answered, thanked or mentioned them"),
            "got": number("Heard from them", format="localized"),
            "kinds": st.column_config.TextColumn("What", width="medium"),
            "channels": "Channels",
            "side": "Side",
            "last_day": st.column_config.DateColumn("Last", format="D MMM YYYY"),
            "person_id": "Person",
        }
        tables.show(f"Ties of {name}", rows, told(rows, name), columns, answer)


def _asked(visit: Visit, found: Found) -> pd.Series | None:
    """Whom the link or a click picks, if that person has ties here."""
    rows = found.told(visit)
    rows = rows[(rows["person_id"] == address.choice("person")) & rows["number"].isin(found.numbers)]
    return None if rows.empty else rows.iloc[0]


def told(rows: pd.DataFrame, name: str) -> str:
    """With how many, and which way."""
    if rows.empty:
        return f"{name} has no ties in this period."
    both = int(((rows["gave"] > 0) & (rows["got"] > 0)).sum())
    given, heard = int((rows["got"] == 0).sum()), int((rows["gave"] == 0).sum())
    staff = int((rows["side"] == "staff").sum())
    return f"{name} has ties with {len(rows):,} people: {both:,} both ways, {given:,} only from {name}, {heard:,} only to {name}; {staff:,} are staff."
