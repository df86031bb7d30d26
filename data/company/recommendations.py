"""NPS: asked twice a year; an unhappy answer is followed by a call, and by the question once more."""

import heapq
from statistics import NormalDist

import numpy as np
import pandas as pd

from data.company.people import someone
from data.company.rhythm import SHOP, moments, years
from data.company.world import CALL_BACKS, DAY, NOW, SLOW, pick

NPS_SENT = 2_900
NPS_SHARES = (0.02, 0.035, 0.055, 0.08, 0.115, 0.165, 0.235, 0.375, 0.60, 0.80)
PLACES = {"Britain and Ireland": -0.34, "Alpine": 0.1, "Germany": 0.06}  # what living there does to a score


def scores(latent: np.ndarray, shares: tuple[float, ...], lowest: int) -> np.ndarray:
    """Scores whose cumulative shares are `shares` where `latent` is standard normal."""
    steps = [NormalDist().inv_cdf(share) for share in shares]
    return np.searchsorted(steps, latent) + lowest


def _liking(customers: pd.DataFrame) -> np.ndarray:
    """What each customer thinks of the company before anything happens."""
    place = customers["region"].map(PLACES).fillna(0).to_numpy() + np.where(customers["segment"].eq("Trade"), 0.06, 0)
    return np.asarray(place + 0.78 * customers["loyalty"].to_numpy() - 0.22)


def _asked(customers: pd.DataFrame, waited: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Each question sent: `i` the customer's position, the score they would give, and whether they give it."""
    when = moments(rng, NPS_SENT, SHOP, end=NOW - 3600)
    ready = customers["ready"].to_numpy()
    first = someone(rng, customers.assign(joined=customers["bought"] + 20 * DAY), when, 0.4 + ready)
    queue = [(int(t), int(i), False) for t, i in zip(when, first, strict=True)]
    heapq.heapify(queue)
    liking, helped = _liking(customers), np.zeros(len(customers))
    rows = []
    while queue:
        sent, i, again = heapq.heappop(queue)
        latent = liking[i] + 0.6 * rng.normal() + 0.3 * float(years(sent)) + helped[i] - 0.35 * (waited[i] < sent)
        score = int(scores(np.array([latent]), NPS_SHARES, 0)[0])
        answers = bool(rng.random() < (0.5 if again else 0.25) * (0.55 + 0.45 * ready[i]))
        rows.append((sent, i, score, answers))
        if answers and score <= 6 and rng.random() < 0.9 and sent + 75 * DAY < NOW - DAY:
            helped[i] = 1.9 if rng.random() < (0.5 if sent >= CALL_BACKS else 0.26) else 0.0
            heapq.heappush(queue, (sent + int(rng.integers(60, 95)) * DAY, i, True))
    return pd.DataFrame(rows, columns=["sent", "i", "score", "answers"])


def recommendations(everyone: pd.DataFrame, cases: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """NPS questions with the score each would get; long waits in the chat are held against the company."""
    customers = everyone[everyone["bought"].notna()].sort_values("bought", kind="stable", ignore_index=True)
    slow = cases[cases["channel"].eq("chat") & (cases["lateness"] > 1.6) & (cases["opened"] >= SLOW)]
    waited = customers["person_id"].map(slow.groupby("person_id")["opened"].min()).fillna(np.inf).to_numpy()
    frame = _asked(customers, waited, rng)
    who = customers.loc[frame["i"], ["person_id", "region"]].reset_index(drop=True)
    frame = pd.concat([frame.drop(columns="i"), who], axis=1)
    frame["channel"] = pick(rng, ("e-mail", "web shop"), (4, 1), len(frame))
    return frame.assign(kind="nps", scale_min=0, scale_max=10, slow=False)
