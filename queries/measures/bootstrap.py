"""Interval of K, the new customers that a member brings: by drawing members again and again, with a fixed seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLES, SEED = 20_000, 20_240_701
LOW, HIGH = 0.025, 0.975


@dataclass(frozen=True)
class Spread:
    """K = invitations a member x share of them that brought a customer, its 95 % interval, and what it is made of."""

    k: float
    low: float
    high: float
    members: int
    invites: int
    converted: int

    @property
    def per_member(self) -> float:
        """Invitations a member."""
        return self.invites / self.members

    @property
    def conversion(self) -> float | None:
        """Share of the invitations that brought a customer; None without invitations."""
        return self.converted / self.invites if self.invites else None


def spread(
    invites: NDArray[np.int64], converted: NDArray[np.int64], members: NDArray[np.int64], samples: int = SAMPLES, seed: int = SEED
) -> Spread:
    """Percentile bootstrap (Efron 1979) over members, who may all invite; those who invited nobody are among them.

    Each place of the arrays stands for `members` people who sent `invites` and brought `converted`: drawing people who are alike
    is drawing from a multinomial distribution, so that a million members cost no more than a few. Raises ValueError without members.
    """
    n = int(members.sum())
    if n < 1:
        raise ValueError("K needs at least one member.")
    amounts, which = np.unique(converted, return_inverse=True)
    alike = np.bincount(which, weights=members)
    drawn = np.random.default_rng(seed).multinomial(n, alike / alike.sum(), size=samples) @ amounts / n
    low, high = np.quantile(drawn, [LOW, HIGH])
    total = int((invites * members).sum()), int((converted * members).sum())
    return Spread(total[1] / n, float(low), float(high), n, *total)
