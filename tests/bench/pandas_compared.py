"""Referred, advertised and other customers, as they stand and matched by join quarter and segment, in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench.pandas_advocates import valid
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.pandas_referrals import known

GROUP = ["measure", "currency", "group"]
NO_CURRENCY = ""


def compared(kept: Kept) -> pd.DataFrame:
    units = _units(_everyone(kept), kept.data_to)
    crude = units.groupby(GROUP)["x"].agg(value="mean", n="count").reset_index()
    referred = crude[crude["group"] == "referred"].set_index(["measure", "currency"])["value"].rename("referred")
    told = crude.join(referred, on=["measure", "currency"]).merge(_matched(units), "left", GROUP)
    difference = (told["referred"] - told["value"]).where(told["group"] != "referred")
    return told.assign(difference=difference, currency=told["currency"].where(told["currency"] != NO_CURRENCY))


def _bought(kept: Kept) -> pd.DataFrame:
    """Of each buyer, by number: the first day, its currency, whether a campaign brought it, who came back, and the value of 180 days."""
    orders = kept.any_day("orders")
    rows = orders[customers(orders) & orders["person_id"].notna()]
    refunded = rows["refunded"].fillna(0)
    paid = rows.assign(person=rows["person_id"].cat.codes, value=rows["amount"] - refunded, is_kept=refunded < rows["amount"])
    buyers = paid[paid["is_kept"]].sort_values("ordered_at", kind="stable").drop_duplicates("person")
    firsts = buyers.set_index("person")[["day", "currency", "ordered_at"]].set_axis(["first_day", "own", "first_at"], axis=1)
    every = paid.join(firsts, on="person", how="inner")
    since = (every["day"] - every["first_day"]).dt.days
    marks = {
        "is_advertised": every["campaign_id"].notna() & (every["ordered_at"] == every["first_at"]) & every["is_kept"],
        "returned": (since > 0) & (since <= 90) & every["is_kept"],
    }
    by_person = pd.DataFrame(marks).groupby(every["person"]).any()
    counted = every[(since < 180) & (every["currency"] == every["own"])]
    return firsts.join(by_person).join(counted.groupby("person")["value"].sum()).fillna({"value": 0})


def _everyone(kept: Kept) -> pd.DataFrame:
    """Customers and members with their group, stratum, purchases and latest score."""
    every, surveys, referrals = kept.any_day("people"), kept.any_day("surveys"), kept.tables["referrals"]
    people = every[known(every)]
    people = people.assign(person=people["person_id"].cat.codes).set_index("person").join(_bought(kept))
    asked = surveys[customers(surveys) & (surveys["kind"] == "nps") & surveys["score"].notna() & surveys["person_id"].notna()]
    latest = asked.sort_values("answered_at", kind="stable").drop_duplicates("person_id", keep="last")
    scores = latest.set_axis(latest["person_id"].cat.codes)["score"]
    brought = people["person_id"].isin(referrals.loc[valid(referrals), "referred_id"].dropna())
    campaigns = kept.tables["campaigns"]
    named = people["source"].isin([*campaigns["campaign_id"], *campaigns["name"]])
    advertised = people["is_advertised"].eq(True) | named
    joined = people["joined_at"].fillna(people["became_customer_at"]).dt.tz_localize(None).dt.to_period("Q").astype("str")
    group = np.select([brought, advertised], ["referred", "advertised"], "other")
    segment = people["segment"].astype("str").fillna("")
    return people.assign(score=scores, group=group, stratum=joined.fillna("") + "|" + segment, own=people["own"].astype("str"))


def _units(people: pd.DataFrame, data_to: pd.Timestamp) -> pd.DataFrame:
    """One row a person and measure of those whose days are over."""
    quarter_year = pd.Timedelta(days=90)
    joined, bought = people["joined_at"], people["became_customer_at"]
    over = (joined < data_to.tz_localize("UTC") - quarter_year) & (bought.isna() | (bought >= joined))
    measures = {
        "customer within 90 days": (over, bought < joined + quarter_year, NO_CURRENCY),
        "paid again within 90 days": (people["first_day"] < data_to - quarter_year, people["returned"].eq(True), NO_CURRENCY),
        "value of 180 days": (people["first_day"] <= data_to - pd.Timedelta(days=180), people["value"], people["own"]),
        "recommends us": (people["score"].notna(), people["score"] >= 9, NO_CURRENCY),
    }
    parts = [
        people.loc[there, ["group", "stratum"]].assign(measure=measure, x=x[there].astype(float), currency=currency)
        for measure, (there, x, currency) in measures.items()
    ]
    return pd.concat(parts).fillna({"currency": NO_CURRENCY})


def _matched(units: pd.DataFrame) -> pd.DataFrame:
    """The difference of the referred within strata, weighted as Mantel and Haenszel do."""
    strata = units.groupby([*GROUP, "stratum"])["x"].agg(["size", "mean"]).reset_index()
    ours, others = strata[strata["group"] == "referred"], strata[strata["group"] != "referred"]
    pairs = others.merge(ours.drop(columns="group"), on=["measure", "currency", "stratum"], suffixes=("", "_referred"))
    weight = pairs["size"] * pairs["size_referred"] / (pairs["size"] + pairs["size_referred"])
    pairs = pairs.assign(weight=weight, weighted=weight * (pairs["mean_referred"] - pairs["mean"]))
    sums = pairs.groupby(GROUP)[["weight", "weighted", "size", "size_referred"]].sum().reset_index()
    sums = sums.rename(columns={"size": "matched_n", "size_referred": "matched_referred"})
    return sums.assign(matched=sums["weighted"] / sums["weight"])[[*GROUP, "matched", "matched_n", "matched_referred"]]
