"""Referrals: eight ambassadors bring most of them; some do not count, and those of the giveaway never do."""

import numpy as np
import pandas as pd

from data.company.people import someone
from data.company.plans import ASK_A_FRIEND, GIVEAWAY, SPECIAL
from data.company.rhythm import SHOP, moments
from data.company.world import DAY, FIRST, blank, ids, pick, stream

_CARRIED = 0.6  # share of referrals by ambassadors
# status, who is invited (nobody known yet, oneself, a customer of old), how many, campaign
_UNCOUNTED = (
    ("invited", "open", 150, None),
    ("converted", "self", 8, None),
    ("converted", "known", 26, None),
    ("refused", "open", 12, None),
    ("invited", "open", 30, GIVEAWAY),
    ("converted", "self", 12, GIVEAWAY),
    ("converted", "known", 14, GIVEAWAY),
    ("refused", "open", 9, GIVEAWAY),
)


def _referrers(everyone: pd.DataFrame, when: np.ndarray, rng: np.random.Generator, carried: float) -> np.ndarray:
    """Who brought somebody at each moment: an ambassador, or any customer of the time."""
    fans = everyone.loc[everyone["ambassador"], "person_id"].to_numpy()
    weight = everyone["role"].eq("customer").to_numpy() * np.exp(0.8 * everyone["loyalty"].to_numpy()) * ~everyone["ambassador"].to_numpy()
    other = everyone["person_id"].to_numpy()[someone(rng, everyone, when, weight)]
    busy = 1 / np.arange(2, len(fans) + 2) ** 0.5
    return np.where(rng.random(len(when)) < carried, rng.choice(fans, len(when), p=busy / busy.sum()), other)


def _brought(everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Everyone whose source is a referral, and some forum members who were invited and have not bought."""
    friends = everyone[everyone["source"].eq("referral") & (everyone["joined"] >= FIRST + 5 * DAY)]
    members = everyone[everyone["role"].eq("member") & (everyone.index % 5 == 0) & (everyone["joined"] >= FIRST + 20 * DAY)]
    come = pd.concat([friends, members])
    joined = come["joined"].to_numpy().astype(np.int64)
    invited = joined - (rng.lognormal(0.7, 0.9, len(come)) * DAY).astype(np.int64) - 60
    bought = come["bought"].to_numpy(dtype=float)
    status = np.where(np.isnan(bought), "joined", np.where(rng.random(len(come)) < 0.05, "refunded", "converted"))
    frame = pd.DataFrame(
        {"referred_id": come["person_id"].to_numpy(), "invited": invited, "joined": joined, "converted": bought, "status": status}
    )
    frame["referrer_id"] = _referrers(everyone, invited, rng, _CARRIED)
    frame["campaign_id"] = blank([ASK_A_FRIEND] * len(come), ~come["campaign_friend"])
    return frame


def _refused(everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Invitations that never were taken up, and those that do not count: oneself, customers of old, refused ones."""
    giveaway = SPECIAL[GIVEAWAY]
    parts = []
    for status, shape, n, campaign in _UNCOUNTED:
        when = moments(rng, n, SHOP, giveaway.starts, giveaway.ends) if campaign else moments(rng, n, SHOP)
        referrer = _referrers(everyone, when, rng, 0.0 if campaign else 0.25)
        known = everyone.loc[everyone["bought"] < FIRST - 60 * DAY, "person_id"].to_numpy()
        referred = {"open": np.full(n, None), "self": referrer, "known": rng.choice(known, n)}[shape]
        joined = np.full(n, np.nan) if shape == "open" else when + rng.integers(3600, 4 * DAY, n).astype(float)
        part = pd.DataFrame({"referrer_id": referrer, "referred_id": referred, "invited": when, "joined": joined})
        parts.append(part.assign(converted=joined + rng.integers(60, 7200, n), status=status, campaign_id=campaign))
    return pd.concat(parts)


def referrals(everyone: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Referrals in order of invitation; times in seconds since 1970."""
    rng = stream(seed, "referrals")
    frame = pd.concat([_brought(everyone, rng), _refused(everyone, rng)], ignore_index=True)
    frame = frame.sort_values(["invited", "referrer_id"], kind="stable", ignore_index=True)
    frame["channel"] = pick(rng, ("e-mail", "forum", "photo app", "chat"), (48, 26, 21, 5), len(frame))
    frame["referral_id"] = ids("f", len(frame), 4)
    return frame


def refund_referred(orders: pd.DataFrame, referrals: pd.DataFrame) -> pd.DataFrame:
    """The first order of a refunded referral was given back in full."""
    back = orders["first"] & orders["person_id"].isin(referrals.loc[referrals["status"].eq("refunded"), "referred_id"])
    return orders.assign(refunded=orders["refunded"].where(~back, orders["amount"]))
