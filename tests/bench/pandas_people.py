"""What takes the history of each person, in pandas: recovered detractors, employees, customers who came back."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from tests.bench import tiles
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import share_of


def recovered(kept: Kept) -> pd.DataFrame:
    ever = kept.any_day("surveys")
    ever = ever[(ever["kind"] == "nps") & ever["score"].notna() & ever["person_id"].notna() & ~ever["is_staff"]]
    ever = ever.sort_values(["answered_at", "response_id"])
    person = ever["person_id"].cat.codes
    mood = pd.Series(np.select([ever["score"] <= 6, ever["score"] >= 9], [0.0, 1.0], np.nan), ever.index)
    earlier = mood.groupby(person).ffill().groupby(person).shift()
    again = ever[earlier == 0.0].assign(person=person)
    found = []
    for window in kept.windows:
        rows = again[(again["day"] >= pd.Timestamp(window.start)) & (again["day"] < pd.Timestamp(window.end))]
        rows = rows.assign(bucket=kept.buckets(rows["day"], window))
        best = rows.groupby(["bucket", "person"])["score"].max().reset_index()
        whole = rows.groupby("person")["score"].max().reset_index().assign(bucket=pd.NaT)
        both = pd.concat([whole, best])
        found.append(
            (both["score"] >= 9).groupby(both["bucket"], dropna=False).agg(["mean", "count"]).reset_index().assign(period=window.name)
        )
    return pd.concat(found).rename(columns={"mean": "value", "count": "n"})


def of_employees(kept: Kept, answered: bool = True) -> pd.DataFrame:
    """Every eNPS answer with its month, whether the filters keep it, its cell (the values of the filters that it has) and who gave it.

    Without `answered` those asked who gave none are there, too.
    """
    surveys = kept.tables["surveys"]
    given = surveys[(surveys["kind"] == "enps") & (surveys["score"].notna() if answered else True)]
    given = given.assign(month=given["day"].dt.to_period("M").dt.start_time, cell="", inside=True)
    for column, values in tiles.chosen(kept.filters, given.columns).items():
        has = given[column].isin(values)
        given["cell"] += "|" + given[column].astype("str").where(has, "")
        given["inside"] &= has
    return given.assign(person=given["person_id"].astype("str").fillna(given["response_id"]))


def _months(given: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """The answers of the months whose 15th lies in the days, with how many people the smallest cell of the month has."""
    middle = given["month"] + pd.Timedelta(days=14)
    rows = given[(middle >= pd.Timestamp(start)) & (middle < pd.Timestamp(end))]
    people = rows.groupby(["month", "cell"])["person"].nunique().groupby("month").min()
    return rows.assign(people=rows["month"].map(people))


def employees(kept: Kept) -> pd.DataFrame:
    given = of_employees(kept)
    given = given.assign(lead=((given["score"] >= 9).astype(int) - (given["score"] <= 6).astype(int)) * given["inside"])
    found = []
    for window in kept.windows:
        rows = _months(given, window.start, window.end)
        shown = rows[rows["people"] >= 5]
        n = int(shown["inside"].sum())
        found.append((window.name, pd.NaT, 100 * shown["lead"].sum() / n if n else np.nan, n))
    return pd.DataFrame(found, columns=["period", "bucket", "value", "n"])


def comments_of_employees(kept: Kept) -> pd.DataFrame:
    rows = _months(of_employees(kept), kept.filters.period.start, kept.filters.period.end)
    said = rows[rows["inside"] & rows["comment"].notna()]
    shown = said.loc[said["people"] >= 10, ["month", "comment"]].assign(hidden=False)
    if len(shown) or said.empty:
        return shown
    return pd.DataFrame({"month": [None], "comment": [None], "hidden": [True]})


def repeat_purchase(kept: Kept) -> pd.DataFrame:
    # A choice of channels is one of the channel of the first order.
    orders = kept.narrowed(kept.tables["orders"], but="channel")
    paid = orders[~orders["is_staff"] & orders["person_id"].notna() & ~(orders["refunded"].gt(0) & orders["refunded"].ge(orders["amount"]))]
    days = pd.DataFrame({"person": paid["person_id"].cat.codes, "day": paid["day"], "channel": paid["channel"]})
    first = days.groupby("person")["day"].transform("min")
    if kept.filters.channels:
        channel = days[days["day"] == first].astype({"channel": "str"}).groupby("person")["channel"].min()
        days = days[days["person"].map(channel).isin(kept.filters.channels)]
        first = first[days.index]
    back = ((days["day"] > first) & (days["day"] <= first + pd.Timedelta(days=90))).groupby(days["person"]).any()
    due = first.groupby(days["person"]).first() + pd.Timedelta(days=91)
    counted = {}
    for window in kept.windows:
        rows = due[(due >= pd.Timestamp(window.start)) & (due < pd.Timestamp(window.end))]
        counted[window.name] = pd.DataFrame({"bucket": kept.buckets(rows, window), "is_back": back[rows.index]})
    return share_of(counted, lambda rows: rows["is_back"])
