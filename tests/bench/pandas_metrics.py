"""One number by period and bucket, in pandas."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tests.bench import tiles
from tests.bench.pandas_kept import Condition, Kept, Tile


def by_bucket(kept: dict[str, pd.DataFrame], values: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """`values` gives sums by bucket; the whole period is their sum."""
    found = []
    for period, rows in kept.items():
        buckets = values(rows)
        whole = buckets.sum().to_frame().T.assign(bucket=pd.NaT)
        found.append(pd.concat([whole, buckets.reset_index()]).assign(period=period))
    return pd.concat(found)


def share(table: str, among: Callable[[pd.DataFrame], pd.Series], won: Callable[[pd.DataFrame], pd.Series], day: str = "day") -> Tile:
    """`won` over `among`, both conditions, of the rows of a table."""

    def tile(kept: Kept) -> pd.DataFrame:
        counted = {period: rows[among(rows)] for period, rows in kept.periods(table, day).items()}
        return share_of(counted, won)

    return tile


def share_of(counted: dict[str, pd.DataFrame], won: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    made = by_bucket(counted, lambda rows: won(rows).astype("float64").groupby(rows["bucket"]).agg(k="sum", n="count"))
    return made.assign(value=made["k"] / made["n"].where(made["n"] > 0))


def csat(kept: Kept) -> pd.DataFrame:
    return share_of(kept.csat, lambda rows: rows["satisfied"])


def net_promoters(kept: Kept) -> pd.DataFrame:
    counted = {p: r[(r["kind"] == "nps") & r["score"].notna() & ~r["is_staff"]] for p, r in kept.periods("surveys").items()}
    made = share_of(counted, lambda rows: (rows["score"] >= 9).astype(int) - (rows["score"] <= 6).astype(int))
    return made.assign(value=100 * made["value"])


def median_of(values: Condition, table: str = "cases", among: Condition | None = None, day: str = "day") -> Tile:
    """The median of the values of a table's rows, of customers if no condition is given."""

    def tile(kept: Kept, **_: object) -> pd.DataFrame:
        found = []
        for period, rows in kept.periods(table, day).items():
            counted = rows[(among or customers)(rows)]
            known = values(counted)
            buckets = known.groupby(counted["bucket"]).agg(["median", "count"]).set_axis(["value", "n"], axis=1).reset_index()
            whole = pd.DataFrame({"bucket": [pd.NaT], "value": known.median(), "n": known.count()})
            found.append(pd.concat([whole, buckets]).assign(period=period))
        return pd.concat(found)

    return tile


def _cells(kept: Kept, table: str, among: Condition) -> pd.DataFrame:
    """Every period and bucket since the first of the rows kept."""
    first = kept.first(table, among)
    found = [(period, bucket) for period, bucket, last in tiles.cells(kept.filters) if pd.Timestamp(last) >= first]
    cells = pd.DataFrame(found, columns=["period", "bucket"])
    return cells.astype({"period": "str", "bucket": "datetime64[ms]"})


def _filled(kept: Kept, table: str, among: Condition, counts: pd.DataFrame) -> pd.DataFrame:
    """Zero, and not unknown, since the first of the rows kept."""
    counts = counts[["period", "bucket", "n"]].astype({"period": "str", "bucket": "datetime64[ms]"})
    made = _cells(kept, table, among).merge(counts, "left", ["period", "bucket"]).fillna({"n": 0})
    return made.assign(value=made["n"])


def counted(table: str, among: Condition, since: Condition | None = None) -> Tile:
    """How many rows there are; `since` says of which rows the first one counts, else those of customers."""

    def tile(kept: Kept) -> pd.DataFrame:
        found = {period: rows[among(rows)] for period, rows in kept.periods(table).items()}
        return _filled(kept, table, since or customers, by_bucket(found, lambda rows: rows.groupby("bucket").size().to_frame("n")))

    return tile


def _active(rows: pd.DataFrame) -> pd.Series:
    return ~rows["is_staff"] & rows["actor_id"].notna() & ~rows["kind"].isin(["visit", "open", "leave", "unsubscribe"])


def active_people(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("interactions").items():
        active = rows[_active(rows)]
        buckets = active.groupby("bucket")["actor_id"].nunique().rename("n").reset_index()
        whole = pd.DataFrame({"bucket": [pd.NaT], "n": active["actor_id"].nunique()})
        found.append(pd.concat([whole, buckets]).assign(period=period))
    return _filled(kept, "interactions", _active, pd.concat(found))


def campaigns(kept: Kept) -> pd.DataFrame:
    orders, referrals = kept.any_day("orders"), kept.any_day("referrals")
    brought = {*orders.loc[~orders["is_staff"], "campaign_id"].dropna().unique()}
    brought |= {*referrals.loc[referrals["refusal"].isna() & ~referrals["is_staff"], "campaign_id"].dropna().unique()}
    return share_of(kept.periods("campaigns"), lambda rows: rows["campaign_id"].isin(brought))


def revenue(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("orders").items():
        sold = rows[~rows["is_staff"]]
        net = (sold["amount"] - sold["refunded"].fillna(0)).to_frame("value").assign(n=1)
        currency = sold["currency"].cat.add_categories("(not given)").fillna("(not given)")
        buckets = net.groupby([sold["bucket"], currency], observed=True).sum().reset_index()
        whole = net.groupby(currency, observed=True).sum().reset_index().assign(bucket=pd.NaT)
        found.append(pd.concat([whole, buckets]).assign(period=period))
    made, cells = pd.concat(found), _cells(kept, "orders", customers)
    cells = cells.merge(made[["currency"]].astype("str").drop_duplicates(), "cross")
    made = made.assign(currency=made["currency"].astype("str"))
    return cells.merge(made, "left", ["period", "bucket", "currency"]).fillna({"value": 0, "n": 0})


def customers(rows: pd.DataFrame) -> pd.Series:
    return ~rows["is_staff"]


def _all(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(True, rows.index)
