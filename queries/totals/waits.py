"""Kaplan-Meier over two columns of lists, each in order: waits that ended with a reply, and waits that have not ended.

What each function gives is what the macro of its name in macros.sql gives. With the places of those who still wait, counted from 1 among
all by how long they waited, all products but those over them cancel: nobody needs to go through the replies.
"""

from __future__ import annotations

import numpy as np

from queries.totals import lists
from queries.totals.values import Values

# As in macros.sql: the share that waits has fallen below a half, and not by a rounding error alone.
HALF = 0.5 - 1e-12


def places(replies: Values, waiting: Values) -> Values:
    """The places of those who still wait; of the same wait, replies come first. NULL where nobody is in either list."""
    made = np.empty(len(replies), dtype=object)
    for number, (ended, still) in enumerate(zip(replies, waiting, strict=True)):
        if still is not None:
            waits = np.asarray(still)
            before = np.zeros(len(waits)) if ended is None else _up_to(ended, waits)
            made[number] = before + np.arange(1, len(waits) + 1)
        elif ended is not None:
            made[number] = np.zeros(0)
    return made


def _up_to(ended: Values, waits: Values) -> Values:
    """How many of `ended` are not above each of `waits`, which are in order."""
    found = np.full(len(waits), float(len(ended)))
    inside = waits < ended[-1]
    found[inside] = lists.up_to(lists.column([ended] * int(inside.sum())), waits[inside])
    return found


def share(n: Values, place: Values, waiting: Values) -> Values:
    """The share still waiting after the reply at a place (0: before any) among `n`, of whom those at `waiting` have no reply."""
    found = (n - place) / n
    for number, before in enumerate(_before(place, waiting)):
        found[number] *= np.prod((n[number] - before + 1) / (n[number] - before))
    return found


def spread(n: Values, place: Values, waiting: Values) -> Values:
    """Greenwood's sum at the same place; NULL where nobody is left."""
    left = n - place
    found = np.where(left > 0, 1 / np.where(left > 0, left, 1), np.nan) - 1 / n
    for number, before in enumerate(_before(place, waiting)):
        found[number] -= np.sum(1 / (n[number] - before) - 1 / (n[number] - before + 1))
    return found


def _before(place: Values, waiting: Values) -> list[Values]:
    return [at[at < until] if at is not None else np.zeros(0) for until, at in zip(place, waiting, strict=True)]


def half(n: Values, waiting: Values) -> Values:
    """The place of the first reply after which fewer than half still wait; NULL where there is none."""
    found = np.full(len(n), np.nan)
    for number, (size, at) in enumerate(zip(n, waiting, strict=True)):
        if at is not None:
            last, following = np.append(0.0, at), np.append(at, size + 1)
            grown = np.append(1.0, np.cumprod((size - at + 1) / (size - at)))
            first = np.fmax(last + 1, np.floor(size - HALF * size / grown) + 1)
            reached = np.flatnonzero(first < following)
            if len(reached):
                found[number] = first[reached[0]]
    return found
