"""What every table of a large size shares: its batches, its random numbers and its moments."""

from collections.abc import Iterator
from zlib import crc32

import numpy as np
import pyarrow as pa

from data.company.rhythm import Rhythm, at_share, share_before

Batches = Iterator[tuple[str, pa.Table]]


def rng_of(seed: int, name: str, number: int) -> np.random.Generator:
    """Random numbers of one batch of one table."""
    return np.random.default_rng([seed, crc32(name.encode()), number])


def when(rhythm: Rhythm, start: int, end: int, rows: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Shares of everything and moments of the rows from `start` to `end`, in time."""
    share = (np.arange(start, end) + rng.random(end - start)) / rows
    return share, at_share(share, share_before(rhythm))
