"""Cases of any size with the promises and answers that follow from them, and recommendations, batch by batch."""

import numpy as np
import pandas as pd

from data.company.bulk import Batches, rng_of, when
from data.company.crowd import Crowd, named
from data.company.promises import first_responses
from data.company.recommendations import NPS_SHARES, scores
from data.company.rhythm import SERVICE, SHOP, years
from data.company.service import handled
from data.company.streaming import spans
from data.company.surveys import after_cases, answered, mood
from data.company.voices import Voices
from data.company.world import NOW, PRODUCTS, REGIONS, TOPICS
from data.company.writing import arrow


def cases(crowd: Crowd, rows: int, seed: int) -> Batches:
    """Cases, and the promises and answers that follow from them."""
    comments = _comments(rng_of(seed, "comments", 0))
    for number, start, end in spans(rows):
        rng, i = rng_of(seed, "cases", number), np.arange(start, end)
        share, opened = when(SERVICE, start, end, rows, rng)
        frame = handled(crowd.traits(crowd.someone(share, rng.random(end - start))).drop(columns="team").assign(opened=opened), rng)
        frame["case_id"] = named("c", i)
        frame["agent_id"] = named("p", crowd.colleague(rng.random(end - start)), frame["response"].isna().to_numpy())
        yield "cases", arrow("cases", frame)
        promised = first_responses(frame)
        promised["promise_id"] = "v" + promised["case_id"]
        yield "promises", arrow("promises", promised)
        asked = after_cases(frame, rng)
        asked = asked[asked["sent"] < NOW].reset_index(drop=True)
        asked = answered(asked, rng.random(len(asked)) < asked["willing"].to_numpy(), rng)
        asked["response_id"] = asked["kind"] + asked["case_id"]
        yield "surveys", arrow("surveys", _said(asked, comments, rng))


def recommendations(crowd: Crowd, rows: int, seed: int) -> Batches:
    """NPS of customers and eNPS of one in thirty rows."""
    comments = _comments(rng_of(seed, "comments", 1))
    for number, start, end in spans(rows):
        rng, n = rng_of(seed, "recommendations", number), end - start
        share, sent = when(SHOP, start, end, rows, rng)
        inside = np.arange(start, end) % 30 == 0
        frame = crowd.traits(np.where(inside, crowd.colleague(rng.random(n)), crowd.someone(share, rng.random(n))))
        frame["kind"] = np.where(inside, "enps", "nps")
        latent = 0.78 * frame["loyalty"] + 0.6 * rng.normal(0, 1, n) + 0.3 * years(sent) - 0.22 - 0.3 * frame["region"].eq(REGIONS[3])
        frame = frame.assign(sent=sent, score=scores(latent.to_numpy(), NPS_SHARES, 0), scale_min=0, scale_max=10, channel="e-mail")
        frame = answered(frame, rng.random(n) < np.where(inside, 0.72, 0.29), rng)
        frame["response_id"] = named("n", np.arange(start, end))
        yield "surveys", arrow("surveys", _said(frame, comments, rng))


def _comments(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Four hundred prepared comments a mood."""
    voices = Voices(rng)
    some = [(TOPICS[i % len(TOPICS)], PRODUCTS[i % len(PRODUCTS)], REGIONS[i % len(REGIONS)]) for i in range(400)]
    return {feeling: np.array([voices.comment(feeling, *row, False) for row in some], dtype=object) for feeling in ("good", "fair", "bad")}


def _said(frame: pd.DataFrame, comments: dict[str, np.ndarray], rng: np.random.Generator) -> pd.DataFrame:
    """Products, and comments with four answers in ten."""
    n = len(frame)
    words = {(kind, score): mood(kind, score) for kind in ("csat", "ces", "nps", "enps") for score in range(11)}
    feeling = [words.get(key, "") for key in zip(frame["kind"], frame["score"].fillna(-1).astype(int), strict=True)]
    drawn, out = rng.integers(0, 400, n), np.full(n, None, dtype=object)
    for name, texts in comments.items():
        here = (np.array(feeling) == name) & (rng.random(n) < 0.4)
        out[here] = texts[drawn[here]]
    return frame.assign(comment=out, product=np.array(PRODUCTS, dtype=object)[rng.integers(0, len(PRODUCTS), n)])
