"""The filter bar in the sidebar: period, comparison and values, and up to when the data go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from pages.parts import address, plain
from queries import period
from queries.filters import DIMENSIONS, Dimension, Filters
from queries.period import Period
from queries.snapshot import Snapshot

PERIODS = {"7d": "7d", "30d": "30d", "90d": "90d", "quarter": "Quarter", "12m": "12m", "custom": "Custom"}
COMPARE = {"previous": "Previous period", "year": "Same period last year", "none": "Nothing"}
FEW_OPTIONS = 7
# Topic is a breakdown on pages; a link may still narrow to topics, and then the picker shows.
ALWAYS = ("channel", "segment", "region", "team")


def show(snapshot: Snapshot, shown: bool = True) -> Filters:
    """The filters that the widgets hold. Where a page has no use for them they are kept, unseen."""
    kept: Filters = st.session_state[address.FILTERS]
    with st.sidebar:
        if shown:
            kept = _widgets(snapshot, kept)
        _data_to(snapshot)
    return kept


def _widgets(snapshot: Snapshot, kept: Filters) -> Filters:
    if "period" not in st.session_state or "compare" not in st.session_state:
        address.fill(kept, snapshot)
    name = st.segmented_control("Period", PERIODS, key="period", format_func=PERIODS.__getitem__, required=True, width="stretch")
    span = _custom(snapshot, kept) if name == "custom" else period.preset(name or period.DEFAULT, snapshot.data_from, snapshot.data_to)
    compare = st.selectbox("Compare with", list(COMPARE), key="compare", format_func=COMPARE.__getitem__)
    values = {dimension.field: _values(dimension, snapshot) for dimension in DIMENSIONS}
    filters = Filters(span, compare, **values)
    if filters.covered(snapshot.data_from) != filters:
        st.caption(f"Nothing to compare with: the data begin on {period.day_written(snapshot.data_from)}.")
    return filters


def _custom(snapshot: Snapshot, kept: Filters) -> Period:
    """Two single dates: a range would rerun half way, and start its weeks as the browser likes."""
    last = snapshot.data_to - timedelta(days=1)
    for key, day in (("first_day", kept.period.start), ("last_day", kept.period.last)):
        st.session_state[key] = min(max(st.session_state.get(key) or day, snapshot.data_from), last)
    days: list[date] = []
    for key, label in (("first_day", "First day"), ("last_day", "Last day (included)")):
        days.append(st.date_input(label, key=key, min_value=snapshot.data_from, max_value=last, format="DD/MM/YYYY"))
    if days[1] < days[0]:
        st.caption("The last day lies before the first; the two are taken the other way round.")
    return Period(min(days), max(days) + timedelta(days=1))


def _values(dimension: Dimension, snapshot: Snapshot) -> tuple[str, ...]:
    options = snapshot.options.get(dimension.column, ())
    chosen = [value for value in st.session_state.get(dimension.key) or [] if value in options]
    st.session_state[dimension.key] = chosen
    if not options or (dimension.key not in ALWAYS and not chosen):
        return tuple(chosen)
    if len(options) <= FEW_OPTIONS:
        return tuple(st.pills(dimension.label, options, selection_mode="multi", key=dimension.key, format_func=plain.label))
    return tuple(st.multiselect(dimension.label, options, key=dimension.key, placeholder="All"))


def _data_to(snapshot: Snapshot) -> None:
    moment = snapshot.last_moment
    if moment:
        local = moment.astimezone(ZoneInfo(snapshot.zone))
        st.caption(f"Data to {period.day_written(local.date())}, {local:%H:%M %Z}")


def removing(dimension: Dimension) -> Callable[[], None]:
    """A callback that lifts one filter."""

    def remove() -> None:
        st.session_state[dimension.key] = []

    return remove
