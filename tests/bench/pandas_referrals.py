"""Who brought whom and what became of it, in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench.pandas_advocates import started, valid
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers, share_of
from tests.bench.shapes import LISTED

DAYS = pd.Timedelta(days=30)


def known(rows: pd.DataFrame) -> pd.Series:
    """Customers and members, and not partners."""
    return customers(rows) & (rows["role"] != "partner")


def won(rows: pd.DataFrame) -> pd.Series:
    """Became a valid customer within 30 days."""
    return rows["refusal"].isna() & (rows["converted_at"] < rows["invited_at"] + DAYS)


def referral_rate(kept: Kept) -> pd.DataFrame:
    referrals = kept.tables["referrals"]
    brought = referrals.loc[valid(referrals), "referred_id"].dropna()
    counted = {p: rows[customers(rows) & rows["became_customer_at"].notna()] for p, rows in kept.periods("people").items()}
    return share_of(counted, lambda rows: rows["person_id"].isin(brought))


def _members(kept: Kept) -> pd.Series:
    """Since when each member has been there, by the person's number."""
    people = kept.any_day("people")
    members = people[known(people)]
    since = members[["joined_at", "became_customer_at"]].min(axis=1)
    return since.set_axis(members["person_id"].cat.codes)


def _invitations(kept: Kept, members: pd.Series, first: pd.Timestamp, end: pd.Timestamp) -> tuple[int, pd.DataFrame]:
    """How many members there were before the days, and the invitations that they made in these."""
    there = members[members < first.tz_localize("UTC")]
    referrals = kept.any_day("referrals")
    made = referrals[(referrals["day"] >= first) & (referrals["day"] < end) & customers(referrals)]
    made = made.assign(person=made["referrer_id"].cat.codes, won=won(made))
    return len(there), made[made["person"].isin(there.index)]


def k_factor(kept: Kept) -> pd.DataFrame:
    found, members, days = [], _members(kept), kept.any_day("referrals")["day"]
    for window in kept.windows:
        end = min(pd.Timestamp(window.end), kept.data_to - DAYS)
        n, made = _invitations(kept, members, end - DAYS, end)
        if n and (days < end).any():
            found.append((window.name, pd.NaT, made["won"].sum() / n, n))
    return pd.DataFrame(found, columns=["period", "bucket", "value", "n"])


def k_windows(kept: Kept) -> pd.DataFrame:
    last, members, found = min(kept.end, kept.data_to - DAYS), _members(kept), []
    for back in range(12):
        first, end = last - DAYS * (back + 1), last - DAYS * back
        n, made = _invitations(kept, members, first, end)
        if first >= kept.data_from and n:
            each = made.groupby("person")["won"].agg(invites="size", converted="sum")
            cells = each.value_counts().rename("members").reset_index()
            found.append(cells.assign(first_day=first))
            found.append(pd.DataFrame({"first_day": [first], "invites": [0], "converted": [0], "members": [n - len(each)]}))
    if not found or kept.any_day("referrals").empty:
        return pd.DataFrame(columns=["first_day", "invites", "converted", "members"])
    return pd.concat(found)


def _days(span: pd.Series) -> pd.Series:
    return span.dt.total_seconds() / 86400


def funnel(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("referrals").items():
        sent = rows[customers(rows)]
        maturing = (started(sent) >= kept.data_to.tz_localize("UTC") - DAYS).sum()
        came, bought = _days(sent["joined_at"] - sent["invited_at"]), _days(sent["converted_at"] - sent["joined_at"])
        is_there = sent["joined_at"].notna() | sent["converted_at"].notna()
        steps = [
            ("invited", len(sent), None, maturing),
            ("joined", is_there.sum(), came, 0),
            ("became a customer", sent["converted_at"].notna().sum(), bought, 0),
            ("counts", (sent["refusal"].isna() & sent["converted_at"].notna()).sum(), None, 0),
        ]
        before = np.nan
        for step, people, days, young in steps if len(sent) else ():
            spread = (np.nan, np.nan) if days is None else (days.median(), days.quantile(0.9))
            found.append((period, step, people, people / before if before else np.nan, *spread, young))
            before = people
    return pd.DataFrame(found, columns=["period", "step", "people", "share", "days", "days_90", "maturing"])


def tree(kept: Kept) -> pd.DataFrame:
    referrals, orders = kept.tables["referrals"], kept.tables["orders"]
    rows = referrals[valid(referrals) & referrals["referred_id"].notna()].assign(made_at=started)
    brought = rows.sort_values(["made_at", "referral_id"]).drop_duplicates("referred_id")
    brought = brought.astype({"referrer_id": "str", "referred_id": "str"})
    tops = np.sort(brought.loc[~brought["referrer_id"].isin(brought["referred_id"]), "referrer_id"].unique())
    everyone = pd.DataFrame({"person_id": [*brought["referred_id"], *tops]}).rename_axis("number").reset_index()
    number = everyone.set_index("person_id")["number"]
    names = kept.tables["campaigns"].set_index("campaign_id")["name"]
    ids = brought["campaign_id"].astype("str")
    everyone["referrer"] = brought["referrer_id"].map(number).reset_index(drop=True)
    everyone["campaign"] = ids.map(names.set_axis(names.index.astype("str"))).fillna(ids).reset_index(drop=True)
    paid = orders[customers(orders)]
    net = (paid["amount"] - paid["refunded"].fillna(0)).groupby([paid["person_id"], paid["currency"]], observed=True).sum()
    revenue = net.rename("revenue").reset_index().astype({"person_id": "str", "currency": "str"})
    people = kept.tables["people"][["person_id", "name", "role"]].astype({"person_id": "str"})
    told = everyone.merge(people, "left", "person_id").merge(revenue, "left", "person_id")
    return told.assign(is_partner=told["role"] == "partner")


def refusals(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("referrals").items():
        reasons = rows.loc[customers(rows), "refusal"].astype("str").value_counts(dropna=False)
        found.append(pd.DataFrame({"period": period, "reason": reasons.index, "referrals": reasons.to_numpy()}))
    return pd.concat(found)


def _states(rows: pd.DataFrame) -> pd.DataFrame:
    """What each invitation counts as."""
    accepted, bought = rows["refusal"].isna(), rows["converted_at"].notna()
    refused = ~accepted & (rows["refusal"] != "not joined")
    joined = rows["joined_at"].notna() | bought
    return pd.DataFrame({"invited": 1, "joined": joined, "valid": accepted, "customers": accepted & bought, "refused": refused})


def campaigns(kept: Kept) -> pd.DataFrame:
    rows = kept.this("referrals", customers)
    invited = _states(rows).groupby(rows["campaign_id"].astype("str"), dropna=False).sum().reset_index()
    posts = kept.any_day("posts")
    liked = posts.groupby(posts["campaign_id"].astype("str"))[["reactions", "reach"]].sum(min_count=1).reset_index()
    told = kept.tables["campaigns"][["campaign_id", "name", "cost"]].astype({"campaign_id": "str"})
    made = invited.merge(told, "left", "campaign_id").merge(liked.rename(columns={"reactions": "likes"}), "left", "campaign_id")
    return made.assign(campaign=made["name"].fillna(made["campaign_id"]).fillna("(no campaign)"))


def referrers(kept: Kept) -> pd.DataFrame:
    rows = kept.this("referrals", customers)
    person = rows["referrer_id"].astype("str").rename("person_id")
    made = _states(rows).assign(last_at=started(rows)).groupby(person)
    sums = made.agg({"invited": "sum", "joined": "sum", "valid": "sum", "customers": "sum", "last_at": "max"}).reset_index()
    most = sums.sort_values(["valid", "invited", "person_id"], ascending=[False, False, True]).head(LISTED).assign(total=len(sums))
    told = kept.named(most)
    return told.assign(name=told["name"].fillna(told["person_id"]))
