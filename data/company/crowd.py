"""A crowd of any size that needs no memory: every trait of person number i follows from i."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.company.rhythm import SHOP, at_share, share_before
from data.company.world import FIRST, REGIONS, SEGMENTS, TEAMS, YEAR, blank

_ELDER = 0.35  # share who were there before the exports begin
_STAFF_EVERY, _FAN_EVERY = 400, 2000


def chance(i: np.ndarray, salt: int) -> np.ndarray:
    """A number from 0 to 1 that follows from i (the finaliser of SplitMix64)."""
    x = (i.astype(np.uint64) + np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray((x ^ (x >> np.uint64(31))) >> np.uint64(11)) / 2.0**53


def numbered(prefix: str, i: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Ids such as p-000000042, empty where `missing`."""
    digits = pc.utf8_lpad(pa.array(i.astype(np.int64), mask=missing).cast(pa.string()), width=9, padding="0")
    return pc.binary_join_element_wise(pa.scalar(prefix), digits, "-")


def named(prefix: str, i: np.ndarray, missing: np.ndarray | None = None) -> np.ndarray:
    """The same for a frame's column."""
    return np.asarray(numbered(prefix, i, missing).to_numpy(zero_copy_only=False))


def _among(values: tuple[str, ...], weights: tuple[int, ...], u: np.ndarray) -> np.ndarray:
    return np.array(values, dtype=object)[np.searchsorted(np.cumsum(weights) / sum(weights), u, side="right").clip(0, len(values) - 1)]


@dataclass(frozen=True)
class Crowd:
    """`size` people, in the order in which they joined; one in 400 works here, one in 2,000 is an ambassador."""

    size: int

    def joined(self, i: np.ndarray) -> np.ndarray:
        """Seconds since 1970."""
        x = i / self.size
        inside = at_share((x - _ELDER).clip(0) / (1 - _ELDER), share_before(SHOP))
        return np.where(x < _ELDER, FIRST - ((1 - x / _ELDER) * 3 * YEAR).astype(np.int64) - 60, inside)

    def known(self, share: np.ndarray) -> np.ndarray:
        """How many people had joined when `share` of the two years' business was done."""
        return np.maximum(1, self.size * (_ELDER + (1 - _ELDER) * share)).astype(np.int64)

    def someone(self, share: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Somebody who was there; earlier people do more."""
        return (self.known(share) * u**1.8).astype(np.int64)

    def colleague(self, u: np.ndarray) -> np.ndarray:
        """Somebody who works here."""
        return (u * max(1, self.size // _STAFF_EVERY)).astype(np.int64) * _STAFF_EVERY + 7

    def fan(self, u: np.ndarray) -> np.ndarray:
        """An ambassador."""
        return (u * max(1, self.size // _FAN_EVERY)).astype(np.int64) * _FAN_EVERY + 3

    def traits(self, i: np.ndarray) -> pd.DataFrame:
        """Role, segment, region, team, loyalty and readiness to answer of people by number."""
        staff = i % _STAFF_EVERY == 7
        role = np.where(staff, "employee", _among(("customer", "prospect", "member", "partner"), (820, 95, 80, 5), chance(i, 1)))
        loyalty = (chance(i, 2) + chance(i, 3) + chance(i, 4) + chance(i, 5) - 2) * np.sqrt(3)
        return pd.DataFrame(
            {
                "person_id": named("p", i),
                "role": np.where(i % _FAN_EVERY == 3, "customer", role),
                "segment": blank(_among(SEGMENTS, (47, 39, 14), chance(i, 6)), staff),
                "region": blank(_among(REGIONS, (46, 17, 19, 18), chance(i, 7)), staff),
                "team": blank(np.array(TEAMS, dtype=object)[i // _STAFF_EVERY % len(TEAMS)], ~staff),
                "loyalty": np.where(i % _FAN_EVERY == 3, 2.6, loyalty),
                "ready": 0.4 + 1.2 * chance(i, 8),
            }
        )
