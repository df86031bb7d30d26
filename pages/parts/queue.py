"""Who waits for us: teams, and the list with promise clock, words and relationship, drawn again while it is looked at."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.parts import plain, serving, states, tables
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries import period, shown, snapshot
from queries.filters import listed, slug

SECONDS = 60
SOON = 120
PROMOTER, DETRACTOR = 9, 6
_COLUMNS = {
    "waits": st.column_config.TextColumn("Waits"),
    "clock": st.column_config.TextColumn("Promise"),
    "name": "Name",
    "words": st.column_config.TextColumn("Wrote", width=280),
    "relation": st.column_config.TextColumn(
        "Relationship", help="Latest recommendation (9 or 10 is a fan, 0 to 6 a detractor), customers brought, and what was paid"
    ),
    "channel": "Channel",
    "team": "Team",
    "agent": "Agent",
    "topic": "Topic",
    "priority": "Priority",
    "waiting_since": "Since",
    "case_id": "Case",
    "person_id": "Person",
}


def as_of(visit: Visit) -> str:
    """Up to which moment the data go, since the page does not follow the period."""
    moment = visit.snapshot.last_moment
    if moment is None:
        return "The data have no moment yet."
    local = moment.astimezone(ZoneInfo(visit.snapshot.zone))
    narrowed = [dimension.words.format(listed(visit.filters.values(dimension))) for dimension in visit.filters.chosen()]
    return ", ".join([f"As the data stood on {period.day_written(local.date())}, {local:%H:%M %Z}, whatever the period", *narrowed])


@st.fragment(run_every=SECONDS)
def show(visit: Visit) -> None:
    """Everything below the title. A newer snapshot draws the whole page anew."""
    if snapshot.current_name(serving.folders()[1]) not in (visit.snapshot.name, None):
        st.rerun()
    if not visit.snapshot.tables["cases"]:
        st.info(states.empty_area("cases"), icon=":material/inbox:")
        return
    teams = visit.ask("waiting/teams", soon=SOON)
    st.markdown(f"**{plain.label(_opening(teams.frame))}**")
    st.caption(plain.label(_age(visit)))
    if teams.frame.empty:
        return
    team = _teams(teams.frame)
    _list(visit, team)


def _opening(teams: pd.DataFrame) -> str:
    if teams.empty:
        return "Nobody waits for us."
    waiting, overdue, soon = (int(teams[name].sum()) for name in ("waiting", "overdue", "soon"))
    people = "customer waits" if waiting == 1 else "customers wait"
    promised = f"; the promise to {overdue:,} of them is broken already" if overdue else ""
    near = f"; {soon:,} more promises break within {shown.duration(SOON)}" if soon else ""
    return f"{waiting:,} {people} for us{promised}{near}."


def _age(visit: Visit) -> str:
    """How old the data are, by the clock of whoever looks."""
    moment = visit.snapshot.last_moment
    if moment is None:
        return ""
    behind = (datetime.now(moment.tzinfo) - moment).total_seconds() / 60
    old = f"The data are {shown.duration(behind)} old" if behind > 0 else "The data end in the future"
    return f"{old}. Waits and promises are counted up to their last moment; the page looks for newer data every {SECONDS} seconds."


def _teams(frame: pd.DataFrame) -> str:
    """Cards a team; gives the one that the link or the list picks, or nothing."""
    names = list(frame["team"])
    now = next((name for name in names if slug(name) == slug(st.session_state.get("waits") or "-")), "")
    with st.grid(6, min_column_width=150):
        for row in frame.itertuples():
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(plain.label(row.team))
                st.metric(row.team, f"{row.waiting:,}", label_visibility="collapsed")
                if row.overdue:
                    st.badge(f"{row.overdue:,} overdue", color="red", icon=":material/alarm:")
                if row.soon:
                    st.badge(f"{row.soon:,} due soon", color="orange", icon=":material/timer:")
                waits = shown.duration(row.median_minutes)
                st.caption(plain.label(f"half wait longer than {waits}" if row.waiting > 1 else f"waits for {waits}"))
    if len(names) < 2:
        return now
    options = ["", *sorted(names, key=str.casefold)]
    chosen = st.selectbox(
        "Team", options, index=options.index(now), format_func=lambda name: plain.label(name) or "All teams", key=f"waits_{now}", width=300
    )
    if chosen != now:
        st.session_state["waits"] = slug(chosen) if chosen else ""
        st.rerun()
    return now


def _list(visit: Visit, team: str) -> None:
    answer = visit.ask("waiting/waiting", **({"team": team} if team else {}))
    frame = answer.frame
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    said = f"{total:,} cases{', of which the 500 longest are listed' if total > 500 else ''}, who has waited longest first."
    with panel(f"Waiting: {team}" if team else "Waiting", said):
        frame = frame.drop(columns="total")
        frame.insert(0, "waits", [shown.duration(minutes) for minutes in frame["waiting_minutes"]])
        frame.insert(1, "clock", [_clock(left, kind) for left, kind in zip(frame["minutes_left"], frame["promise"], strict=True)])
        frame.insert(2, "relation", [_relation(row) for row in frame.itertuples()])
        tables.show(
            "Waiting",
            frame,
            f"Who waits{' for ' + team if team else ''}, longest first",
            _COLUMNS | {"waiting_since": tables.moment("Since", visit)},
            answer,
        )
        st.caption(
            "Written words come from the case's subject, else from its messages. A promise is broken where no answer came by its time."
        )


def _clock(left: float, kind: str) -> str:
    if shown.missing(left):
        return "no promise"
    return f"{kind}: {shown.duration(left)} left" if left > 0 else f"{kind}: {shown.duration(-left)} overdue"


def _relation(row: object) -> str:
    """'fan (9), brought 2, paid 354 EUR': what is known of the person."""
    score, brought, value = (getattr(row, name) for name in ("nps", "referrals", "value"))
    parts = []
    if not shown.missing(score):
        parts.append(f"{'fan' if score >= PROMOTER else 'detractor' if score <= DETRACTOR else 'passive'} ({score:g})")
    if not pd.isna(brought):
        parts.append(f"brought {int(brought)}")
    if not pd.isna(value):
        parts.append(f"paid {shown.text(float(value), 'money', getattr(row, 'currency', '') or '')}")
    return ", ".join(parts)
