"""Promises: first responses, resolutions of urgent cases, call-backs and deliveries."""

import numpy as np
import pandas as pd

from data.company.rhythm import next_open
from data.company.service import RESPONSE
from data.company.world import DAY, NOW, ids, moment, stream

BORDER = moment("2024-11-29")  # for nine days no parcel crosses to Britain and Ireland


def promises(cases: pd.DataFrame, orders: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Promised first responses, resolutions of urgent cases, call-backs and deliveries; times in seconds."""
    rng = stream(seed, "promises")
    parts = []
    parts.append(first_responses(cases))
    urgent = cases[cases["priority"] == "high"]
    parts.append(urgent.assign(kind="resolution", made=urgent["opened"], due=urgent["opened"] + 3 * DAY, kept=urgent["resolved"]))
    calls = cases[(cases["channel"] == "phone") & (rng.random(len(cases)) < 0.2)]
    called = calls["opened"] + rng.lognormal(9.3, 0.8, len(calls)).astype(np.int64)
    parts.append(calls.assign(kind="callback", made=calls["opened"], due=calls["opened"] + DAY // 2, kept=called))
    parts.append(_deliveries(orders, rng))
    frame = pd.concat(parts, ignore_index=True).sort_values(["made", "kind"], kind="stable", ignore_index=True)
    frame["kept"] = frame["kept"].where(frame["kept"] <= NOW)
    frame["promise_id"] = ids("v", len(frame))
    return frame


def first_responses(cases: pd.DataFrame) -> pd.DataFrame:
    """The promise of a first response, in every channel but the telephone and the forum; not due on a Sunday by e-mail."""
    written = cases[~cases["channel"].isin(["phone", "forum"])]
    due = (written["opened"] + 60 * written["channel"].map({c: r[0] for c, r in RESPONSE.items()})).to_numpy()
    due = np.where(written["channel"] == "e-mail", next_open(due, 0, 24, 6), due)
    return written.assign(kind="first response", made=written["opened"], due=due, kept=written["response"])


def _deliveries(orders: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One order in four was given a date; parcels to Britain and Ireland wait at the border."""
    sent = orders[rng.random(len(orders)) < 0.26]
    abroad = sent["region"].eq("Britain and Ireland").to_numpy()
    took = rng.lognormal(np.where(abroad, 1.36, 0.95), 0.38, len(sent))
    stuck = abroad & sent["ordered"].between(BORDER, BORDER + 9 * DAY).to_numpy()
    took = took + np.where(stuck, (BORDER + 9 * DAY - sent["ordered"]) / DAY, 0)
    promised = np.ceil(sent["ordered"].to_numpy() / DAY) * DAY + np.where(abroad, 5, 4) * DAY
    kept = sent["ordered"] + (took * DAY).astype(np.int64)
    return pd.DataFrame(
        {
            "kind": "delivery", "person_id": sent["person_id"], "order_id": sent["order_id"], "channel": sent["channel"],
            "topic": "delivery", "made": sent["ordered"], "due": promised.astype(np.int64), "kept": kept,
        }
    )  # fmt: skip
