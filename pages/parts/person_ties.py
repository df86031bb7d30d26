"""One person's ties: with whom, which way, over what, and how long ago."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import plain, tables
from pages.parts.network import Found
from pages.parts.panel import panel
from pages.parts.visit import Visit

MOST_OFFERED = 500


def show(visit: Visit, found: Found) -> None:
    """The ties of whoever the link, a click or the list picks; of whom most hangs on, where nobody is picked."""
    people = found.people
    if people.empty:
        return
    first = people.iloc[found.picture.people].nlargest(MOST_OFFERED, "ties")
    asked = str(st.session_state.get("person") or "")
    chosen = asked if asked in set(people["person_id"]) else str(first["person_id"].iloc[0])
    names = dict(zip(first["person_id"], first["name"], strict=True))
    name = str(people.loc[people["person_id"] == chosen, "name"].iloc[0])
    answer = visit.ask("ties/person", person=chosen)
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


def told(rows: pd.DataFrame, name: str) -> str:
    """With how many, and which way."""
    if rows.empty:
        return f"{name} has no ties in this period."
    both = int(((rows["gave"] > 0) & (rows["got"] > 0)).sum())
    given, heard = int((rows["got"] == 0).sum()), int((rows["gave"] == 0).sum())
    staff = int((rows["side"] == "staff").sum())
    return f"{name} has ties with {len(rows):,} people: {both:,} both ways, {given:,} only from {name}, {heard:,} only to {name}; {staff:,} are staff."
