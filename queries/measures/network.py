"""Measures of the network of ties: how dense it is, what hangs together, who holds it together, and its core.

igraph does the work: on 5,000 people with 60,000 ties it finds cores, pieces and the people who join them in .1 s where networkx
takes 1.1 s, on 190,000 people with 570,000 ties in 3.7 s where networkx takes 22 s, and places 400 people in .2 s instead of .7 s.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import igraph
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Network:
    """People 0 to n - 1 and the pairs of them with a tie: `forth` and `back` count how often `one` spoke to `other`, and the reverse."""

    n: int
    one: Numbers
    other: Numbers
    forth: Numbers
    back: Numbers

    @classmethod
    def among(cls, one: Numbers, other: Numbers, forth: Numbers, back: Numbers) -> tuple[Numbers, Network]:
        """The numbers of all people at the ends of pairs, in order, and the network of their places among these."""
        numbers, places = np.unique(np.concatenate([one, other]), return_inverse=True)
        return numbers, cls(len(numbers), places[: len(one)], places[len(one) :], forth, back)

    @property
    def ties(self) -> int:
        """Directed ties: a pair that spoke both ways has two."""
        return int((self.forth > 0).sum() + (self.back > 0).sum())

    @property
    def reciprocity(self) -> float | None:
        """Directed ties answered / directed ties; None without any."""
        return 2 * int(self._both_ways.sum()) / self.ties if self.ties else None

    @property
    def density(self) -> float | None:
        """Directed ties / those that there could be, n (n - 1); None below two people."""
        return self.ties / (self.n * (self.n - 1)) if self.n > 1 else None

    @cached_property
    def graph(self) -> igraph.Graph:
        """The pairs without a direction."""
        return _graph(self.n, self.one, self.other)

    @cached_property
    def degree(self) -> Numbers:
        """With how many people each one has a tie."""
        return self.of_both(np.ones_like(self.one), np.ones_like(self.other))

    def of_both(self, ones: Numbers, others: Numbers) -> Numbers:
        """The sum for each one of what the pairs say of theirs: `ones` of one end, `others` of the other."""
        counted = np.bincount(self.one, ones, self.n) + np.bincount(self.other, others, self.n)
        return counted.astype(np.int64)

    @property
    def _both_ways(self) -> Numbers:
        """1 for each pair that spoke both ways."""
        return ((self.forth > 0) & (self.back > 0)).astype(np.int64)

    @cached_property
    def mutual(self) -> Numbers:
        """With how many people each one has a tie both ways."""
        return self.of_both(self._both_ways, self._both_ways)

    @cached_property
    def gave(self) -> Numbers:
        """How often each one spoke to others."""
        return self.of_both(self.forth, self.back)

    @cached_property
    def got(self) -> Numbers:
        """How often others spoke to each one."""
        return self.of_both(self.back, self.forth)

    @cached_property
    def core(self) -> Numbers:
        """The largest k for which each one belongs to people who all have ties with k of each other (Seidman 1983)."""
        return np.array(self.graph.coreness(), np.int64)

    @cached_property
    def piece(self) -> Numbers:
        """Which piece each one belongs to: people whom a chain of ties connects."""
        return np.array(self.graph.connected_components().membership, np.int64)

    @cached_property
    def pieces(self) -> Numbers:
        """How many people each piece has, the largest first."""
        return np.sort(np.bincount(self.piece, minlength=0))[::-1]

    @cached_property
    def cut_off(self) -> Numbers:
        """How many people would lose touch with the rest without each one: all of that piece but the largest part that is left of it.

        0 for whoever is no articulation point (Hopcroft and Tarjan 1973). Each block of people who stay connected whoever leaves hangs
        in a tree with the people who join blocks; below each of them the tree says how many there are.
        """
        found = np.zeros(self.n, np.int64)
        # The lists of pairs themselves: as covers of people, their sets take three times as long to make as the blocks to find.
        told, joined = igraph.GraphBase.biconnected_components(self.graph, True)
        joints, blocks = np.array(joined, np.int64), len(told)
        if not len(joints):
            return found
        pairs = np.fromiter(chain.from_iterable(told), np.int64)
        of_pair = np.repeat(np.arange(blocks), [len(block) for block in told])
        ends = np.concatenate([of_pair * self.n + self.one[pairs], of_pair * self.n + self.other[pairs]])
        of_block, members = np.divmod(np.unique(ends), self.n)
        place = np.full(self.n, -1, np.int64)
        place[joints] = np.arange(len(joints))
        joining = place[members] >= 0
        # A node of the tree a joint, then one a block that weighs the people of no other block.
        weight = np.append(np.ones(len(joints), np.int64), np.bincount(of_block[~joining], minlength=blocks))
        tree = _graph(len(weight), place[members[joining]], len(joints) + of_block[joining])
        found[joints] = _left_behind(tree, weight)[: len(joints)]
        return found

    def largest(self, most: int) -> Numbers:
        """The people at the core: the highest k first, of equal ones those with most ties."""
        return np.lexsort((np.arange(self.n), -self.degree, -self.core))[:most]


def _graph(n: int, one: Numbers, other: Numbers) -> igraph.Graph:
    """igraph takes pairs in half the time that it takes an array."""
    return igraph.Graph(n=n, edges=list(zip(one.tolist(), other.tolist(), strict=True)))


def _left_behind(forest: igraph.Graph, weight: Numbers) -> Numbers:
    """For each node of a forest: the weight of its tree less its own and that of the heaviest part that is left without it."""
    below, heaviest, whole = weight.copy(), np.zeros(len(weight), np.int64), np.zeros(len(weight), np.int64)
    for root in _roots(forest):
        order, _, parents = forest.bfs(int(root))
        for node in reversed(order[1:]):
            above = parents[node]
            below[above] += below[node]
            heaviest[above] = max(heaviest[above], below[node])
        whole[order] = below[root]
    return whole - weight - np.maximum(heaviest, whole - below)


def _roots(forest: igraph.Graph) -> Numbers:
    """One node of each tree."""
    return np.unique(np.array(forest.connected_components().membership, np.int64), return_index=True)[1]
