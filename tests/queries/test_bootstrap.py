"""The interval of K: what drawing whole members one by one gives, the same at every run."""

import numpy as np
import pytest

from queries.measures.bootstrap import spread

# 3 invitations a member, of which one in five brings a customer: the fixture of the definitions, K .6.
FIXTURE = {"invites": np.array([0, 2, 4, 8]), "converted": np.array([0, 0, 1, 2]), "members": np.array([2, 3, 4, 1])}


def one_by_one(invites, converted, members, samples, seed):
    """Members drawn as they are, with replacement: the reference."""
    rng = np.random.default_rng(seed)
    everyone = np.repeat(converted, members)
    drawn = [rng.choice(everyone, len(everyone)).mean() for _ in range(samples)]
    return np.quantile(drawn, [0.025, 0.975])


def test_k_is_invitations_a_member_times_their_conversion():
    found = spread(**FIXTURE)
    assert (found.members, found.invites, found.converted) == (10, 30, 6)
    assert (found.per_member, found.conversion, found.k) == (3, pytest.approx(0.2), pytest.approx(0.6))


def test_the_interval_is_that_of_drawing_members_one_by_one():
    rng = np.random.default_rng(5)
    converted = rng.binomial(6, 0.2, 400)
    cells, counts = np.unique(converted, return_counts=True)
    found = spread(cells * 2, cells, counts)
    low, high = one_by_one(cells * 2, cells, counts, 20_000, 11)
    assert found.low == pytest.approx(low, rel=0.01) and found.high == pytest.approx(high, rel=0.01)


def test_the_same_seed_gives_the_same_interval_and_another_nearly_so():
    first, again, other = spread(**FIXTURE), spread(**FIXTURE), spread(**FIXTURE, seed=1)
    assert first == again and other.low == pytest.approx(first.low, abs=0.1)


def test_nobody_who_invites_has_no_width_and_no_conversion():
    found = spread(np.array([0]), np.array([0]), np.array([50]))
    assert (found.k, found.low, found.high, found.conversion) == (0, 0, 0, None)


def test_without_members_there_is_no_k():
    with pytest.raises(ValueError, match="at least one member"):
        spread(np.array([1]), np.array([1]), np.array([0]))
