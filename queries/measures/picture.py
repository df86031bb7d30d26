"""What a picture of a network shows: its core, the strongest ties of it, and a place for everyone. The same network gives the same picture."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from threading import Lock

import igraph
import numpy as np
from numpy.typing import NDArray

from queries.measures.network import Network, Numbers

MOST_PEOPLE, MOST_LINES = 300, 1200
ROUNDS, SEED = 400, 20_240_701
# igraph draws from one source of random numbers for all threads.
_drawing = Lock()


@dataclass(frozen=True, eq=False)
class Picture:
    """`people` are numbers of the network, with `x` and `y` from 0 to 1; `one` and `other` the ends of each line, as places in `people`."""

    people: Numbers
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    one: Numbers
    other: Numbers
    lines: int

    @property
    def hidden(self) -> int:
        """Pairs of people shown whose line is left out, because there would be too many to tell apart."""
        return self.lines - len(self.one)


def draw(network: Network, most_people: int = MOST_PEOPLE, most_lines: int = MOST_LINES) -> Picture:
    """The people nearest to the core, placed by Fruchterman and Reingold (1991): who has ties stands near.

    Of very many lines those stay on which most was said, those that go both ways first.
    """
    people = network.largest(most_people)
    place = np.full(network.n, -1, np.int64)
    place[people] = np.arange(len(people))
    shown = np.flatnonzero((place[network.one] >= 0) & (place[network.other] >= 0))
    said = np.minimum(network.forth, network.back)[shown] * (1 << 20) + (network.forth + network.back)[shown]
    kept = shown[np.argsort(-said, kind="stable")[:most_lines]]
    one, other = place[network.one[kept]], place[network.other[kept]]
    tied = np.unique(np.concatenate([one, other]))
    renumbered = np.full(len(people), -1, np.int64)
    renumbered[tied] = np.arange(len(tied))
    one, other = renumbered[one], renumbered[other]
    x, y = _places(len(tied), one, other)
    return Picture(people[tied], x, y, one, other, len(shown))


def _places(n: int, one: Numbers, other: Numbers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if not n:
        return np.zeros(0), np.zeros(0)
    graph = igraph.Graph(n=n, edges=np.column_stack([one, other]))
    with _drawing:
        igraph.set_random_number_generator(Random(SEED))
        found = np.array(graph.layout_fruchterman_reingold(niter=ROUNDS, grid="nogrid").coords)
    return _spread(found[:, 0]), _spread(found[:, 1])


def _spread(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 to 1, half by place and half by rank: where many stand close together they move apart, and nobody stands far outside."""
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable") / max(len(values) - 1, 1)
    width = float(np.ptp(values)) or 1.0
    return 0.5 * (values - values.min()) / width + 0.5 * ranks
