"""Orders of the shop: first orders, repeat orders, seasons, three currencies, refunds."""

import numpy as np
import pandas as pd

from data.company.people import someone
from data.company.plans import ASK_A_FRIEND, GIVEAWAY, ORDINARY, SPECIAL
from data.company.rhythm import SHOP, moments
from data.company.world import FIRST, LAST, NOW, ids, pick, stream

REPEATS, MORNING = 3_450, 4  # repeat orders in the two years, and on the morning after
_CHANNELS = ("web shop", "e-mail", "photo app", "video app", "phone", "chat", "forum")


def _bought(everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Every first order since the exports begin, and repeat orders of loyal people more than of others."""
    first = everyone[everyone["bought"].between(FIRST, NOW - 1)].assign(first=True)
    first["ordered"] = first["bought"].astype(np.int64)
    when = np.concatenate([moments(rng, REPEATS, SHOP, end=LAST), moments(rng, MORNING, SHOP, LAST, NOW)])
    buyers = everyone[everyone["bought"].notna()].sort_values("bought", kind="stable").assign(joined=lambda p: p["bought"] + 86_400)
    weight = (
        buyers["activity"]
        * np.exp(0.35 * buyers["loyalty"])
        * np.where(buyers["segment"] == "Trade", 2.2, 1)
        * np.where(buyers["ambassador"], 1.6, 1)
    ).to_numpy()
    again = buyers.iloc[someone(rng, buyers, when, weight)].assign(first=False, ordered=when)
    return pd.concat([first, again]).sort_values(["ordered", "person_id"], kind="stable", ignore_index=True)


def orders(everyone: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Orders in time; `ordered` in seconds, amounts with two decimals."""
    rng = stream(seed, "orders")
    frame = _bought(everyone, rng)
    n = len(frame)
    frame["order_id"] = ids("o", n)
    frame["channel"] = pick(rng, _CHANNELS, (58, 17, 8, 4, 5, 5, 3), n)
    alpine = frame["region"].eq("Alpine").to_numpy() & (frame["activity"].to_numpy() > 0.75)
    frame["currency"] = np.select([frame["region"].eq("Britain and Ireland"), alpine], ["GBP", "CHF"], "EUR")
    middle = np.where(frame["segment"] == "Trade", 5.6, np.where(frame["segment"] == "Families", 4.65, 4.45))
    frame["amount"] = np.round(
        np.maximum(9, rng.lognormal(middle, 0.55, n).round(0)) - rng.choice([0.1, 0.05, 0.5], n, p=[0.7, 0.2, 0.1]), 2
    )
    part = np.where(rng.random(n) < 0.6, 1.0, rng.choice([0.2, 0.5, 0.25], n))
    frame["refunded"] = np.where(rng.random(n) < 0.062, np.round(frame["amount"] * part, 2), 0.0)
    frame["source_of_order"] = np.where(
        frame["first"], frame["source"], pick(rng, ("direct", "newsletter", "search", "photo app"), (55, 25, 14, 6), n)
    )
    frame["campaign_id"] = _campaigns(frame, rng)
    return frame


def _campaigns(orders: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Campaign of an order: e-mail orders while one runs; friends; and two from the giveaway."""
    out = np.full(len(orders), None, dtype=object)
    ordered, drawn = orders["ordered"].to_numpy(), rng.random(len(orders))
    for row in ORDINARY:
        wanted = np.where(orders["channel"].isin(["e-mail", "photo app"]), 0.5, 0.06) * (0.35 if row.parent_id else 1.0)
        out[(ordered >= row.starts) & (ordered < row.ends) & (drawn < wanted)] = row.campaign_id
    out[orders["campaign_friend"].to_numpy() & orders["first"].to_numpy()] = ASK_A_FRIEND
    giveaway = SPECIAL[GIVEAWAY]
    during = np.flatnonzero((ordered >= giveaway.starts) & (ordered < giveaway.ends))
    out[during[[17, 51]]] = GIVEAWAY
    return out
