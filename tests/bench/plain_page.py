"""The tiles of the Overview as a plain Streamlit app: exports in pandas, filters in the sidebar, metrics and plotly.express.

It reads only the columns that it needs, joined and dated beforehand, repeated values as categories, and keeps them as Streamlit's
guide says for data: `st.cache_data`, which hands every run a copy. With PLAIN_SHARED=1 all viewers share one copy.
"""

import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

from queries import period, registry
from queries.filters import Filters
from tests.bench import questions
from tests.bench.pandas_tiles import Pandas

PERIODS = ["7d", "30d", "90d", "quarter", "12m"]
TRENDS = ("csat", "first_response", "promises_kept", "nps", "active_people", "valid_referrals")


def read() -> Pandas:
    return Pandas(Path(os.environ["PLAIN_PARQUET"]), later=False)


def choose(store: Pandas) -> Filters:
    days = store.tables["interactions"]["day"]
    name = st.segmented_control("Period", PERIODS, default="90d", required=True)
    span = period.preset(str(name), days.min().date(), days.max().date())
    values = {}
    for label in ("Channel", "Segment", "Region", "Team"):
        columns = [table[label.lower()] for name, table in store.tables.items() if label.lower() in table and name != "people"]
        options = sorted({str(value) for column in columns for value in column.dropna().unique()})
        values[f"{label.lower()}s"] = tuple(st.pills(label, options, selection_mode="multi"))
    return Filters(span, **values).covered(days.min().date())


def show_card(name: str, rows: pd.DataFrame) -> None:
    metric = registry.metrics()[name]
    total = rows[rows["bucket"].isna()].groupby("period")["value"].first()
    now, before = total.get("this"), total.get("before")
    spark = rows[(rows["period"] == "this") & rows["bucket"].notna()]["value"].dropna().tolist()
    form = "{:.1%}" if metric.unit == "share" else "{:,.1f}"
    value = "no data" if now is None or pd.isna(now) else form.format(now)
    change = None if now is None or before is None or pd.isna(now) or pd.isna(before) else form.format(now - before)
    st.metric(metric.label, value, change, chart_data=spark or None, chart_type="area", help=metric.definition, border=True)


def show_changes(rows: pd.DataFrame) -> None:
    by = st.segmented_control("By", ["channel", "segment", "region", "team", "topic"], default="channel", required=True)
    picked = rows[rows["dimension"] == by]
    left, right = st.columns(2)
    long = picked.melt(["dimension", "group"], ["within", "mix"], "effect", "change")
    left.plotly_chart(px.bar(long, x="change", y="group", color="effect", barmode="group", title="What moved customer satisfaction"))
    right.dataframe(picked, hide_index=True)


def show_trend(name: str, rows: pd.DataFrame) -> None:
    known = rows[rows["bucket"].notna()].sort_values("bucket")
    st.plotly_chart(px.line(known, x="bucket", y="value", color="period", title=registry.metrics()[name].label), key=name)


st.set_page_config(layout="wide")
keep = st.cache_resource if os.environ.get("PLAIN_SHARED") else st.cache_data
store = keep(read)()
with st.sidebar:
    filters = choose(store)
tiles = store.page(questions.asked("overview"), filters)
names = [name for question in questions.PAGES["overview"] for name in question.metrics]
st.title("Overview")
st.caption(filters.sentence())
for start in range(0, len(names), 6):
    for column, name in zip(st.columns(6), names[start : start + 6], strict=False):
        with column:
            show_card(name, tiles[registry.metrics()[name].view])
st.subheader("What changed")
if len(tiles["overview/what_changed"]):
    show_changes(tiles["overview/what_changed"])
st.subheader("Over time")
for start in range(0, len(TRENDS), 2):
    for column, name in zip(st.columns(2), TRENDS[start : start + 2], strict=True):
        with column:
            show_trend(name, tiles[registry.metrics()[name].view])
