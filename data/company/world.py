"""What the invented company is: its dates, its dimension values, and one stream of random numbers a table."""

from zlib import crc32

import numpy as np
import pandas as pd

COMPANY = "Tarvelund Outdoor"
ZONE = "Europe/Berlin"
SEED = 20260701


def moment(text: str) -> int:
    """Seconds since 1970 of a local time such as `2026-02-01` or `2026-05-18 08:00`."""
    return int(pd.Timestamp(text, tz=ZONE).timestamp())


DAY = 86_400
FIRST = moment("2024-07-01")
LAST = moment("2026-07-01")  # the last complete day is the one before
NOW = moment("2026-07-01 10:40")  # when the exports were taken
YEAR = 365.25 * DAY

CHAT_BUTTON = moment("2026-01-28")  # a chat button on every page moves contacts to chat
SLOW = moment("2026-02-01")  # from here the chat desk cannot keep up
FIX = moment("2026-05-18")  # a second shift
CALL_BACKS = moment("2025-10-01")  # unhappy customers are called back

SEGMENTS = ("Hikers", "Families", "Trade")
REGIONS = ("Germany", "Alpine", "France and Benelux", "Britain and Ireland")
TEAMS = ("Care North", "Care South", "Chat Desk", "Returns", "Community")
TOPICS = (
    "delivery", "returns", "warranty", "sizing", "setup",
    "product advice", "payment", "spare parts", "care and repair", "trip ideas",
)  # fmt: skip
PRODUCTS = ("two-person tent", "trail stove", "sleeping bag", "day pack", "camp lantern", "cook set")
CHANNELS = ("e-mail", "chat", "phone", "forum", "photo app", "video app", "web shop")
CONTACT_CHANNELS = CHANNELS[:6]


def stream(seed: int, name: str) -> np.random.Generator:
    """Random numbers of one table: a change to one table leaves the others as they were."""
    return np.random.default_rng([seed, crc32(name.encode())])


def pick(rng: np.random.Generator, values: tuple[str, ...], weights: object, n: int | None = None) -> np.ndarray:
    """Draw from `values` by `weights`: shape (k,) for `n` draws, or (rows, k) for one draw a row."""
    share = np.asarray(weights, dtype=float)
    if share.ndim == 1:
        share = np.broadcast_to(share, (int(n or 1), share.size))
    steps = np.cumsum(share, axis=1)
    drawn = (rng.random((len(steps), 1)) * steps[:, -1:] >= steps).sum(axis=1)
    return np.array(values, dtype=object)[drawn]


def ids(prefix: str, n: int, width: int = 5) -> list[str]:
    """`n` ids that count from 1."""
    return [f"{prefix}-{i:0{width}d}" for i in range(1, n + 1)]


def blank(values: object, where: object) -> np.ndarray:
    """`values` as objects, None where `where`."""
    out = np.array(values, dtype=object)
    out[np.asarray(where)] = None
    return out
