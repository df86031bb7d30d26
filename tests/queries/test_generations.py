"""Generations of referrals are those that networkx finds, and of each circle the referral made last is cut."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.measures.generations import Forest, grow

PEOPLE = 40
WHO = st.integers(0, PEOPLE - 1)


def drawn(edges: dict[int, int], seed: int = 0) -> Forest:
    """The forest of referred -> referrer, with moments in a random order."""
    referred, referrer = np.array(list(edges), np.int64), np.array(list(edges.values()), np.int64)
    return grow(PEOPLE, referrer, referred, np.random.default_rng(seed).permutation(len(edges)))


@given(st.dictionaries(WHO, WHO), st.integers(0, 5))
def test_circles_are_those_of_networkx_and_one_referral_of_each_is_cut(edges, seed):
    found = drawn(edges, seed)
    graph = nx.DiGraph([(referrer, referred) for referred, referrer in edges.items()])
    circles = list(nx.simple_cycles(graph))
    made = dict(zip(edges, np.random.default_rng(seed).permutation(len(edges)), strict=True))
    assert found.cut.tolist() == sorted(max(circle, key=made.__getitem__) for circle in circles)


@given(st.dictionaries(WHO, WHO), st.integers(0, 5))
def test_generations_are_the_longest_ways_from_the_top_once_circles_are_cut(edges, seed):
    found = drawn(edges, seed)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(PEOPLE))
    graph.add_edges_from((referrer, referred) for referred, referrer in edges.items() if referred not in found.cut)
    assert nx.is_directed_acyclic_graph(graph)
    for place, generation in enumerate(nx.topological_generations(graph)):
        assert all(found.generation[person] == place for person in generation)
    for root in (person for person in graph if not graph.in_degree(person)):
        assert {int(person) for person in np.flatnonzero(found.root == root)} == {root} | nx.descendants(graph, root)
    assert found.people().sum() == PEOPLE


@given(st.dictionaries(WHO, WHO), WHO)
def test_everyone_below_a_person_is_found_once_nearest_first(edges, person):
    found = drawn(edges)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(PEOPLE))
    graph.add_edges_from((referrer, referred) for referred, referrer in edges.items() if referred not in found.cut)
    people, steps = found.below(person)
    assert dict(zip(people.tolist(), steps.tolist(), strict=True)) == nx.single_source_shortest_path_length(graph, person)
    assert len(people) == len(set(people.tolist())) and (np.diff(steps) >= 0).all()


def test_revenue_stands_by_generation():
    found = grow(4, np.array([0, 1]), np.array([1, 2]), np.array([1, 2]))
    assert found.revenue(np.array([10.0, 20.0, 30.0, 5.0])).tolist() == [15.0, 20.0, 30.0]


def test_nobody_in_it_is_no_generation():
    found = grow(0, np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))
    assert found.circles == 0 and len(found.people()) == 0


def test_a_person_referred_twice_is_refused():
    with pytest.raises(ValueError, match="once only"):
        grow(3, np.array([0, 1]), np.array([2, 2]), np.array([1, 2]))
