"""Who speaks for us, in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.shapes import LISTED

SEEN = ["visit", "open", "leave", "unsubscribe"]
ACTS = {"answer": "answers to peers", "share": "shares", "mention": "recommendations", "post": "recommendations"}
WEEK = pd.Timedelta(days=7)
SETS = (["period"], ["period", "bucket"])


def did(rows: pd.DataFrame) -> pd.Series:
    return customers(rows) & rows["actor_id"].notna() & ~rows["kind"].isin(SEEN)


def is_act(rows: pd.DataFrame) -> pd.Series:
    praise = (rows["purpose"] == "praise") | (rows["sentiment"] == "positive")
    answered = (rows["kind"] == "answer") & (rows["target_id"].isna() | (rows["target_id"].cat.codes != rows["actor_id"].cat.codes))
    return answered | (rows["kind"] == "share") | (rows["kind"].isin(["mention", "post"]) & praise & (rows["sentiment"] != "negative"))


def valid(rows: pd.DataFrame) -> pd.Series:
    return customers(rows) & rows["refusal"].isna()


def started(rows: pd.DataFrame) -> pd.Series:
    return rows["invited_at"].fillna(rows["joined_at"]).fillna(rows["converted_at"])


def _of_both(kept: Kept, among_acts: bool) -> pd.DataFrame:
    """What people did in both periods, the referrals with it: period, bucket, person (a number), act."""
    parts = []
    for period, rows in kept.periods("interactions").items():
        some = rows[did(rows)]
        acts = is_act(some)
        some = some.assign(act=some["kind"].map(ACTS).astype("object").where(acts), person=some["actor_id"].cat.codes, period=period)
        parts.append(some.loc[acts if among_acts else acts.index, ["period", "bucket", "person", "act"]])
        brought = kept.periods("referrals")[period]
        brought = brought[valid(brought)]
        parts.append(brought[["bucket"]].assign(period=period, person=brought["referrer_id"].cat.codes, act="valid referrals"))
    return pd.concat(parts, ignore_index=True)


def advocacy_rate(kept: Kept) -> pd.DataFrame:
    every = _of_both(kept, among_acts=False)
    found = []
    for keys in SETS:
        n = every.groupby(keys)["person"].nunique().rename("n")
        advocates = every[every["act"].notna()].groupby(keys)["person"].nunique().rename("k")
        found.append(pd.concat([n, advocates], axis=1).fillna(0).reset_index())
    made = pd.concat(found)
    return made.assign(value=made["k"] / made["n"], bucket=made["bucket"])


def acts(kept: Kept) -> pd.DataFrame:
    every = _of_both(kept, among_acts=True)
    found = [every.groupby([*keys, "act"])["person"].agg(acts="count", people="nunique").reset_index() for keys in SETS]
    return pd.concat(found)


def concentration(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in _of_both(kept, among_acts=True).groupby("period"):
        counts = np.sort(rows["person"].value_counts().to_numpy())[::-1]
        half = int(np.argmax(2 * np.cumsum(counts) >= counts.sum())) + 1
        gini = ((len(counts) + 1 - 2 * np.arange(1, len(counts) + 1)) * counts).sum() / (len(counts) * counts.sum())
        found.append((period, pd.NaT, half, len(counts), counts.sum(), gini))
    return pd.DataFrame(found, columns=["period", "bucket", "value", "n", "acts", "gini"])


def carriers(kept: Kept) -> pd.DataFrame:
    every = _of_both(kept, among_acts=True)
    counts = every[every["period"] == "this"].groupby(["person", "act"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["valid referrals", "answers to peers", "shares", "recommendations"], fill_value=0)
    ids = kept.tables["people"]["person_id"].cat.categories
    made = counts.set_axis(["referrals", "answers", "shares", "recommendations"], axis=1).assign(acts=counts.sum(axis=1))
    made = made.assign(person_id=ids[made.index].astype("str")).sort_values(["acts", "person_id"], ascending=[False, True])
    made = made.assign(running=made["acts"].cumsum() / made["acts"].sum(), total=len(made)).head(LISTED)
    return named(kept, made)


def named(kept: Kept, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the names of their people, or the ids of those without one, and of whoever owns the relationship."""
    people = kept.tables["people"]
    known = people[people["person_id"].isin(rows["person_id"])][["person_id", "name", "owner_id"]]
    known = kept.named(known, "owner_id", "owner").astype({"person_id": "str"})[["person_id", "name", "owner"]]
    told = rows.astype({"person_id": "str"}).merge(known, "left", "person_id")
    return told.assign(name=told["name"].fillna(told["person_id"]))


def to_thank(kept: Kept) -> pd.DataFrame:
    rows = kept.this("interactions", lambda rows: did(rows) & is_act(rows))
    brought = kept.this("referrals", valid)
    parts = [
        pd.DataFrame({"act_id": rows["interaction_id"], "at": rows["at"], "person_id": rows["actor_id"], "text": rows["text"]}),
        pd.DataFrame({"act_id": brought["referral_id"], "at": started(brought), "person_id": brought["referrer_id"], "text": None}),
    ]
    acts = pd.concat(parts, ignore_index=True)
    acts = acts[acts["at"] < kept.data_to.tz_localize("UTC") - WEEK]
    messages = kept.tables["interactions"]
    ours = messages[messages["is_staff"] & (messages["day"] >= kept.start) & (messages["day"] < kept.end + pd.Timedelta(days=8))]
    ours = ours[(ours["actor_role"] != "bot") & ours["kind"].isin(["thanks", "reply", "answer", "comment"])]
    replies = acts.merge(ours[["parent_id", "at"]].dropna(), left_on="act_id", right_on="parent_id")
    thanks = acts.merge(ours.loc[ours["kind"] == "thanks", ["target_id", "at"]].dropna(), left_on="person_id", right_on="target_id")
    answered = pd.concat([replies, thanks])
    answered = answered[(answered["at_y"] >= answered["at_x"]) & (answered["at_y"] < answered["at_x"] + WEEK)]
    waits = acts[~acts["act_id"].isin(answered["act_id"])]
    newest = waits.sort_values(["at", "act_id"], ascending=[False, True]).head(LISTED)
    return named(kept, newest.assign(acts=len(acts), thanked=len(acts) - len(waits)))
