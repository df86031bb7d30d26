"""Promoters: whom they referred within 90 days, and who was never asked to, in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench.pandas_advocates import SETS, named, started
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.shapes import LISTED

FOLLOWED = pd.Timedelta(days=90)


def _nps(rows: pd.DataFrame) -> pd.Series:
    return customers(rows) & (rows["kind"] == "nps") & rows["score"].notna() & rows["person_id"].notna()


def _judged(kept: Kept) -> pd.DataFrame:
    """NPS answers whose 90 days end in either period, the latest last, each with the days to the first referral within these."""
    ever = kept.any_day("surveys")
    ever = ever[_nps(ever)].sort_values("answered_at", kind="stable")
    due, parts = ever["day"] + pd.Timedelta(days=91), []
    for window in kept.windows:
        inside = (due >= pd.Timestamp(window.start)) & (due < pd.Timestamp(window.end))
        parts.append(ever[inside].assign(period=window.name, bucket=kept.buckets(due[inside], window)))
    judged = pd.concat(parts, ignore_index=True)
    referrals = kept.tables["referrals"]
    brought = referrals[referrals["refusal"].isna()].assign(moment=started)[["referrer_id", "moment"]]
    brought = brought[brought["referrer_id"].isin(judged["person_id"].unique())].rename(columns={"referrer_id": "person_id"})
    pairs = judged[["person_id", "answered_at"]].reset_index().merge(brought, on="person_id")
    after = pairs["moment"] - pairs["answered_at"]
    within = pairs[(after >= pd.Timedelta(0)) & (after < FOLLOWED)].assign(days=after.dt.total_seconds() / 86400)
    return judged.assign(days=within.groupby("index")["days"].min())


def promoter_to_referrer(kept: Kept) -> pd.DataFrame:
    judged = _judged(kept)
    found = []
    for keys in SETS:
        latest = judged.drop_duplicates([*keys, "person_id"], keep="last")
        promoters = latest[latest["score"] >= 9].assign(won=lambda rows: rows["days"].notna())
        found.append(promoters.groupby(keys)["won"].agg(value="mean", n="count").reset_index())
    return pd.concat(found)


def referred_within(kept: Kept) -> pd.DataFrame:
    latest = _judged(kept).drop_duplicates(["period", "person_id"], keep="last")
    side = np.select([latest["score"] >= 9, latest["score"] <= 6], ["promoters", "detractors"], "passives")
    made = latest.assign(group=side).groupby(["period", "group"])["days"].agg(k="count", n="size", days="median").reset_index()
    return made.assign(value=made["k"] / made["n"])


def never_asked(kept: Kept) -> pd.DataFrame:
    ever = kept.any_day("surveys")
    latest = ever[_nps(ever) & (ever["day"] < kept.end)].sort_values("answered_at", kind="stable").drop_duplicates("person_id", keep="last")
    messages = kept.tables["interactions"]
    invites = messages[messages["kind"] == "invite"]
    asked = [kept.tables["referrals"]["referrer_id"], invites["actor_id"], invites.loc[invites["is_staff"], "target_id"]]
    rows = latest[(latest["score"] >= 9) & ~latest["person_id"].isin(pd.concat([ids.astype("str") for ids in asked]).unique())]
    newest = rows.astype({"person_id": "str"}).sort_values(["answered_at", "person_id"], ascending=[False, True]).head(LISTED)
    return named(kept, newest.drop(columns="name", errors="ignore").assign(total=len(rows)))
