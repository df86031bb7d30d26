"""Numbers computed the long way, in pandas, from the columns that exports give: what the views are checked against.

Nothing that the load derives is used: days, segments and who is staff are worked out here once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from queries import contract, views
from queries.filters import DIMENSIONS, Filters
from queries.period import COMPARISONS, Period
from tests.queries.loaded import sample

STAFF = ("employee", "staff", "brand", "agent", "bot", "deleted", "test")
Key = tuple[str, date | None]


@cache
def table(name: str) -> pd.DataFrame:
    """The given columns of a table of the sample company."""
    columns = ", ".join(f'"{column.name}"' for column in contract.tables()[name].given())
    frame = sample().cursor().execute(f"select {columns} from {name}").df()
    return frame.astype({column: "str" for column, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)})


@cache
def customers(name: str, moment: str, person: str = "person_id") -> pd.DataFrame:
    """The rows of a table that are not about staff, with segment and region of the person and the local `day` of a moment."""
    who = table("people").set_index("person_id")
    rows = table(name)
    rows = rows.assign(segment=rows[person].map(who["segment"]), region=rows[person].map(who["region"]), day=local_day(rows[moment]))
    role = rows[person].map(who["role"])
    if "actor_role" in rows:
        role = rows["actor_role"].fillna(role)
    return rows[~role.isin(STAFF)]


def local_day(moments: pd.Series) -> pd.Series:
    """Dates in the company's zone; None where there is no moment."""
    return moments.dt.tz_convert(sample().zone).dt.date.where(moments.notna(), None)


def narrowed(rows: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The rows that the chosen values leave; a dimension that the rows do not have does not narrow."""
    for dimension in DIMENSIONS:
        if filters.values(dimension) and dimension.column in rows:
            rows = rows[rows[dimension.column].isin(filters.values(dimension))]
    return rows


def inside(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rows whose day lies in the period."""
    return rows[[day is not None and period.start <= day < period.end for day in rows["day"]]]


def cells(rows: pd.DataFrame, filters: Filters) -> Iterator[tuple[Key, pd.DataFrame]]:
    """The rows of each period, and of each period and bucket; the period before lies over the buckets of this one."""
    this, before = filters.period, filters.before
    for name, period in (("this", this), ("before", before)):
        if period is None:
            continue
        shift = this.start - period.start
        kept = inside(rows, period)
        if len(kept):
            yield (name, None), kept
            buckets = pd.Series([this.bucket(day + shift) for day in kept["day"]], index=kept.index, dtype=object)
            for bucket, some in kept.groupby(buckets):
                yield (name, bucket), some


def computed(rows: pd.DataFrame, filters: Filters, measure: Callable[[pd.DataFrame], Any]) -> dict[Key, Any]:
    """A measure of each cell."""
    return {key: measure(some) for key, some in cells(narrowed(rows, filters), filters)}


def answered(view: str, filters: Filters) -> dict[Key, dict[str, Any]]:
    """The rows of a metric's view by cell."""
    frame = views.run(sample(), view, filters).frame
    buckets = [None if pd.isna(bucket) else pd.Timestamp(bucket).date() for bucket in frame["bucket"]]
    return dict(zip(zip(frame["period"], buckets, strict=True), frame.to_dict("records"), strict=True))


def choices() -> dict[str, Filters]:
    """Filters of each grain and comparison, narrowed in different ways."""
    found = sample()
    default = Filters.default(found)
    year = Period(found.data_to - timedelta(days=365), found.data_to)
    month = Period(found.data_to - timedelta(days=61), found.data_to - timedelta(days=31))
    return {
        "90 days": default,
        "a year of chat and e-mail": Filters(year, "year", channels=("chat", "e-mail")),
        "a month of one region and two segments": Filters(month, regions=("Germany",), segments=("Hikers", "Trade")),
    }


def answers(kind: str) -> pd.DataFrame:
    """Scored answers of customers to one kind of question."""
    rows = customers("surveys", "answered_at")
    return rows[(rows["kind"] == kind) & rows["score"].notna()]


def satisfied(rows: pd.DataFrame) -> pd.DataFrame:
    """The answers on scales that have a rule, with whether each is satisfied as `good`."""
    points = rows["scale_max"] - rows["scale_min"] + 1
    top = np.select([points <= 3, points <= 7, points <= 11], [0, 1, 2], default=np.nan)
    return rows.assign(good=rows["score"] >= rows["scale_max"] - top)[~np.isnan(top)]


def easy(rows: pd.DataFrame) -> pd.DataFrame:
    """The same for effort: 5 to 7 of 7 points are good."""
    seven = rows["scale_max"] - rows["scale_min"] == 6
    return satisfied(rows).assign(good=lambda r: r["good"].where(~seven, r["score"] >= r["scale_max"] - 2))


def sent() -> pd.DataFrame:
    """Questions to customers by the day of sending, with whether each was answered as `good`."""
    rows = customers("surveys", "sent_at")
    rows = rows[rows["sent_at"].notna() & (rows["kind"] != "enps")]
    return rows.assign(good=rows["score"].notna())


@st.composite
def chosen(draw: st.DrawFn) -> Filters:
    """Filters that the bar could make of the sample: any period and comparison, some values of each dimension."""
    found = sample()
    start = draw(st.dates(found.data_from, found.data_to - timedelta(days=1)))
    end = draw(st.dates(start + timedelta(days=1), found.data_to))
    some = {d.field: tuple(draw(st.sets(st.sampled_from(found.options[d.column]), max_size=3))) for d in DIMENSIONS if draw(st.booleans())}
    return Filters(Period(start, end), draw(st.sampled_from(COMPARISONS)), **some)
