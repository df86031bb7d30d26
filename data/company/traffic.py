"""Interactions in bulk: every eighth row is a question, and an answer finds its question by how long ago it was asked."""

import numpy as np
import pyarrow as pa

from data.company.bulk import Batches, rng_of
from data.company.crowd import Crowd, chance, numbered
from data.company.rhythm import COMMUNITY, at_share, share_before, years
from data.company.streaming import spans
from data.company.voices import Voices
from data.company.world import CHANNELS, FIRST, PRODUCTS, TOPICS
from data.company.writing import schema

_KINDS = (
    "question",
    "answer",
    "thanks",
    "reply",
    "comment",
    "reaction",
    "share",
    "mention",
    "visit",
    "open",
    "click",
    "follow",
    "subscribe",
)
_WEIGHTS = np.array([0, 20, 8, 7, 8, 14, 5, 3, 16, 11, 3, 3, 2], dtype=float)  # of the rows between questions
_ROLES = ("customer", "employee")
_SENTIMENTS = ("positive", "neutral", "negative")
_EVERY = 8
_LAG = {1: (9.4, 1.2), 2: (10.4, 1.2), 3: (10.0, 1.2)}  # seconds since the question: answer, thanks, reply


def _sentences(rng: np.random.Generator) -> dict[str, list[str]]:
    """Three hundred texts a kind."""
    voices = Voices(rng)
    return {
        kind: [voices.forum(kind, TOPICS[i % len(TOPICS)], PRODUCTS[i % len(PRODUCTS)]) for i in range(300)]
        for kind in ("question", "answer", "thanks", "reply", "comment", "mention")
    }


def _coded(values: tuple[str, ...] | list[str], codes: np.ndarray, missing: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=missing), pa.array(values)).cast(pa.string())


def _channel_codes(kind: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Conversations in the forum, e-mail opened, pages visited, the rest in the two apps and the forum."""
    app = np.select([u < 0.6, u < 0.85], [4, 5], 3)
    return np.select([kind <= 3, np.isin(kind, [9, 10, 12]), kind == 8], [3, 0, 6], app)


def _batch(crowd: Crowd, start: int, end: int, total: int, pool: dict[str, list[str]], rng: np.random.Generator) -> pa.Table:
    """Rows `start` to `end` of `total`, in time, as the contract's columns."""
    before = share_before(COMMUNITY)
    i, n = np.arange(start, end), end - start
    share = (i + rng.random(n)) / total
    at = at_share(share, before)
    kind = np.where(i % _EVERY == 0, 0, np.searchsorted(np.cumsum(_WEIGHTS) / _WEIGHTS.sum(), rng.random(n), side="right"))
    channel = _channel_codes(kind, rng.random(n))
    always = np.zeros(n, dtype=bool)
    columns = {
        "interaction_id": numbered("i", i),
        "at": pa.array(at * 1_000_000).cast(pa.timestamp("us", tz="UTC")),
        "channel": _coded(CHANNELS, channel, always),
        "kind": _coded(_KINDS, kind, always),
        "post_id": numbered("b", (share * total / 200).astype(np.int64), ~np.isin(kind, [4, 5, 6, 9, 10])),
        "campaign_id": pa.nulls(n, pa.string()),
        "purpose": _coded(("education", "service", "praise"), np.where(kind == 2, 2, i // _EVERY % 2), kind > 2),
        "text": _texts(kind, pool, rng),
        "sentiment": _coded(_SENTIMENTS, np.searchsorted([0.52, 0.86], rng.random(n)), ~np.isin(kind, [4, 7]) | (rng.random(n) < 0.15)),
    }
    asked = _question(kind, at, i, total, before, rng)
    columns |= _who(crowd, i, total, kind, asked, channel, at, rng)
    return pa.table({name: columns[name] for name in schema("interactions").names}, schema=schema("interactions"))


def _who(
    crowd: Crowd,
    i: np.ndarray,
    total: int,
    kind: np.ndarray,
    asked: np.ndarray,
    channel: np.ndarray,
    at: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, pa.Array]:
    """Who did it to whom: askers follow from the row, answers come from ambassadors, other members and staff."""
    n, share = len(i), i / total
    talk = (kind >= 1) & (kind <= 3)
    peer = rng.random(n) < np.where(kind == 1, 0.35 + 0.19 * years(at), 1.0)
    fan = (kind == 1) & peer & (rng.random(n) < 0.4)
    usual = crowd.someone(share, np.where(kind == 0, chance(i, 11), rng.random(n)))
    actor = np.select([fan, peer], [crowd.fan(rng.random(n)), usual], crowd.colleague(rng.random(n)))
    return {
        "actor_id": numbered("p", actor, rng.random(n) < 0.01),
        "actor_role": _coded(_ROLES, (~peer).astype(int), channel != 3),
        "target_id": numbered("p", crowd.someone(asked / total, chance(asked, 11)), ~talk),
        "parent_id": numbered("i", asked, ~talk),
        "thread_id": numbered("t", np.where(kind == 0, i, asked), kind > 3),
    }


def _question(kind: np.ndarray, at: np.ndarray, i: np.ndarray, total: int, before: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Row of the question that each row answers; of no meaning where it answers none."""
    lag = np.zeros(len(kind))
    for code, (middle, spread) in _LAG.items():
        lag = np.where(kind == code, rng.lognormal(middle, spread, len(kind)), lag)
    marks = FIRST + 3600.0 * np.arange(len(before))
    then = np.interp(at - lag, marks, before) * total
    row = (np.minimum(then, i - 1).clip(0) // _EVERY * _EVERY).astype(np.int64)
    return np.asarray(row)


def _texts(kind: np.ndarray, pool: dict[str, list[str]], rng: np.random.Generator) -> pa.Array:
    """One of the prepared sentences, for kinds that carry text."""
    texts = [text for sentences_of in pool.values() for text in sentences_of]
    first = {name: number * 300 for number, name in enumerate(pool)}
    base = np.array([first.get(name, -1) for name in _KINDS])[kind]
    return _coded(texts, base.clip(0) + rng.integers(0, 300, len(kind)), base < 0)


def interactions(crowd: Crowd, rows: int, seed: int) -> Batches:
    """Interactions, batch by batch."""
    pool = _sentences(rng_of(seed, "sentences", 0))
    for number, start, end in spans(rows):
        yield "interactions", _batch(crowd, start, end, rows, pool, rng_of(seed, "interactions", number))
