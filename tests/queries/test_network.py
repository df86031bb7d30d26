"""Measures of the network against networkx, on drawn graphs, and the picture of it."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.measures.network import Network
from queries.measures.picture import draw


@st.composite
def drawn(draw):
    """A directed graph of up to 24 people as networkx has it; its edges carry how often one spoke to the other."""
    n = draw(st.integers(0, 24))
    people = st.integers(0, max(n - 1, 0))
    ends = draw(st.lists(st.tuples(people, people, st.integers(1, 5)), max_size=50)) if n else []
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((a, b, acts) for a, b, acts in ends if a != b)
    return graph


def network(graph):
    """The same as the page has it."""
    pairs = sorted({(min(a, b), max(a, b)) for a, b in graph.edges})
    acts = [(a, b, *(graph.edges[ends]["weight"] if graph.has_edge(*ends) else 0 for ends in ((a, b), (b, a)))) for a, b in pairs]
    columns = np.array(acts, np.int64).reshape(-1, 4).T
    return Network(len(graph), *columns)


def by_person(found, graph):
    return [found[person] for person in range(len(graph))]


@settings(max_examples=200, deadline=None)
@given(graph=drawn())
def test_measures_are_those_of_networkx(graph):
    found, plain = network(graph), graph.to_undirected()
    assert found.ties == graph.number_of_edges()
    assert found.reciprocity == (pytest.approx(nx.overall_reciprocity(graph)) if graph.number_of_edges() else None)
    assert found.density == (pytest.approx(nx.density(graph)) if len(graph) > 1 else None)
    assert found.degree.tolist() == by_person(dict(plain.degree), graph)
    assert found.core.tolist() == by_person(nx.core_number(plain), graph)
    assert found.pieces.tolist() == sorted(map(len, nx.connected_components(plain)), reverse=True)


@settings(max_examples=200, deadline=None)
@given(graph=drawn())
def test_whoever_is_cut_off_is_so_by_taking_each_person_away(graph):
    found, plain = network(graph), graph.to_undirected()
    for person in graph:
        piece = nx.node_connected_component(plain, person) - {person}
        left = max(map(len, nx.connected_components(plain.subgraph(piece))), default=0)
        assert found.cut_off[person] == len(piece) - left
    assert set(np.flatnonzero(found.cut_off)) == set(nx.articulation_points(plain))


def test_the_fixture_of_reciprocity():
    graph = nx.DiGraph()
    graph.add_nodes_from(range(4))
    graph.add_weighted_edges_from([(0, 1, 1), (1, 0, 1), (0, 2, 1), (2, 3, 1)])
    assert network(graph).reciprocity == 0.5


def busy(n, ties, seed=1):
    rng = np.random.default_rng(seed)
    weight = rng.pareto(1.5, n) + 1
    ends = rng.choice(n, (ties, 2), p=weight / weight.sum())
    pairs = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    return Network(n, pairs[:, 0], pairs[:, 1], np.ones(len(pairs), np.int64), rng.integers(0, 2, len(pairs)))


def test_a_picture_shows_the_core_and_the_strongest_lines_and_is_the_same_every_time():
    found = busy(3000, 20_000)
    shown, again = draw(found, 200, 500), draw(found, 200, 500)
    assert len(shown.people) <= 200 and len(shown.one) == 500 and shown.hidden == shown.lines - 500
    assert (shown.x == again.x).all() and (shown.y == again.y).all() and (shown.people == again.people).all()
    assert shown.x.min() >= 0 and shown.x.max() <= 1 and len(np.unique(np.column_stack([shown.x, shown.y]), axis=0)) == len(shown.people)
    least, most = found.core[shown.people].min(), found.core.max()
    assert least >= np.sort(found.core)[-200] and most in found.core[shown.people]
    both = (found.forth > 0) & (found.back > 0)
    ends = {frozenset(pair) for pair in np.column_stack([found.one[both], found.other[both]]).tolist()}
    drawn_pairs = [frozenset(pair) for pair in np.column_stack([shown.people[shown.one], shown.people[shown.other]]).tolist()]
    assert all(pair in ends for pair in drawn_pairs), "pairs that speak both ways come first"


def test_who_speaks_with_each_other_stands_nearer_than_who_does_not():
    shown = draw(busy(400, 1200))
    places = np.column_stack([shown.x, shown.y])
    tied = np.linalg.norm(places[shown.one] - places[shown.other], axis=1).mean()
    every = np.linalg.norm(places[:, None] - places[None], axis=2)[np.triu_indices(len(places), 1)].mean()
    assert tied < 0.7 * every


@pytest.mark.parametrize("n", [0, 1, 2])
def test_small_networks_have_a_picture(n):
    nothing = np.zeros(0, np.int64)
    assert len(draw(Network(n, nothing, nothing, nothing, nothing)).people) == 0
    if n == 2:
        one = np.zeros(1, np.int64)
        assert len(draw(Network(2, one, one + 1, one + 1, one)).people) == 2
