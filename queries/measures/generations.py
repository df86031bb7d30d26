"""The tree of referrals: who stands how many steps below the first of a chain, and which referrals close a circle and are cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True)
class Forest:
    """People 0 to n - 1. `referrer` is who brought each, -1 for nobody; `generation` 0 for the first of a chain; `root` that first one.

    `cut` are the people whose referral closed a circle and was left out, `circles` how many there were.
    """

    referrer: Numbers
    generation: Numbers
    root: Numbers
    cut: Numbers

    @property
    def circles(self) -> int:
        """Circles found; each is cut at one place."""
        return len(self.cut)

    def people(self) -> Numbers:
        """How many people each generation has, from the first of the chains on."""
        return np.bincount(self.generation)

    def revenue(self, paid: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of `paid`, one amount a person, by generation; all of one currency."""
        return np.bincount(self.generation, weights=paid).astype(np.float64)

    def below(self, person: int) -> tuple[Numbers, Numbers]:
        """Everyone whom a person brought, directly or not, nearest first, and how many steps below; the person comes first, with 0."""
        order = np.argsort(self.referrer, kind="stable")
        sorted_referrers = self.referrer[order]
        found, steps, front = [np.array([person])], [np.zeros(1, np.int64)], np.array([person])
        while len(front):
            starts, ends = np.searchsorted(sorted_referrers, front), np.searchsorted(sorted_referrers, front, side="right")
            front = order[_ranges(starts, ends - starts)]
            found.append(front)
            steps.append(np.full(len(front), len(steps)))
        return np.concatenate(found), np.concatenate(steps)


def grow(n: int, referrer: Numbers, referred: Numbers, made: Numbers) -> Forest:
    """The forest of n people from one referral a referred person; `made` is when, in any unit.

    In a circle the referral made last is cut, of several the one of the person with the lowest number, so that whoever began it comes
    first. Doubling the step at every round reaches the top of any chain in as many rounds as the length has binary digits.
    Raises ValueError where a person is referred twice.
    """
    above = np.full(n, NOBODY, np.int64)
    above[referred] = referrer
    if np.count_nonzero(above != NOBODY) != len(referred):
        raise ValueError("A person may be referred once only.")
    when = np.zeros(n, np.int64)
    when[referred] = made
    cut = _closing(above, when)
    above[cut] = NOBODY
    generation, root = _climb(above)
    return Forest(above, generation, root, cut)


def _closing(above: Numbers, when: Numbers) -> Numbers:
    """One person of each circle: the one referred last."""
    rest = _on_circles(above)
    if not len(rest):
        return rest
    # Along a circle everyone learns its lowest number in as many rounds as its length has digits.
    lowest, jump = np.arange(len(above)), above.copy()
    for _ in range(max(1, len(rest).bit_length())):
        lowest[rest] = np.minimum(lowest[rest], lowest[jump[rest]])
        jump[rest] = jump[jump[rest]]
    order = np.lexsort((rest, -when[rest], lowest[rest]))
    circle = lowest[rest][order]
    return np.sort(rest[order][np.append(True, circle[1:] != circle[:-1])])


def _on_circles(above: Numbers) -> Numbers:
    """Those who are their own referrers' referrers: what is left when whoever brought nobody is taken away, again and again."""
    jump = above
    for _ in range(max(1, len(above).bit_length())):
        following = np.where(jump == NOBODY, NOBODY, jump[jump])
        if not (following != NOBODY).any():
            return np.empty(0, np.int64)
        jump = following
    # After so many steps only circles are left to stand on, and every place of one is stood on.
    return np.unique(jump[jump != NOBODY])


def _climb(above: Numbers) -> tuple[Numbers, Numbers]:
    """Steps to the top of the chain and who stands there, for each person; no circles."""
    steps, jump = (above != NOBODY).astype(np.int64), np.where(above == NOBODY, np.arange(len(above)), above)
    while True:
        further = steps[jump]
        if not further.any():
            return steps, jump
        steps, jump = steps + further, jump[jump]


def _ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """All places from each start on, as many as counted, one after another."""
    total = int(counts.sum())
    return np.repeat(starts - np.append(0, np.cumsum(counts)[:-1]), counts) + np.arange(total)
