"""Values by rank without sorting: the same list in order as sorting gives, whatever is left out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from queries.totals.ranked import Part, Ranked, binned

values = arrays(
    np.float64, st.integers(1, 300), elements=st.one_of(st.just(np.nan), st.integers(-3, 9).map(float), st.floats(-1e9, 1e9), st.floats())
)


@given(values, st.integers(1, 3), st.randoms(use_true_random=False))
def test_values_stand_at_their_places(given_values, size, rng):
    allowed, kept = (np.array([rng.random() < 0.7 for _ in given_values]) for _ in range(2))
    groups = np.array([rng.randrange(size) for _ in given_values], np.uint8)
    among = binned(given_values, allowed).among(slice(None), kept, groups, size)
    cut = rng.randint(0, len(given_values))
    parts = [among.parts(rows) for rows in (slice(0, cut), slice(cut, len(given_values)))]
    for group, of_it in enumerate(zip(*parts, strict=True)):
        found = Part.joined(of_it)
        inside = given_values[allowed & kept & (groups == group)]
        ranked, wanted = Ranked(found), np.sort(inside[~np.isnan(inside)])
        assert found.rows == len(inside) and len(ranked) == len(wanted)
        assert [ranked[place] for place in range(len(wanted))] == wanted.tolist() == np.asarray(ranked).tolist()
        assert not len(wanted) or ranked[-1] == wanted[-1]
        for value in (0.0, -1.5, 1e12, *wanted[::7].tolist()):
            if len(wanted):
                assert [ranked.searchsorted(value, side) for side in ("left", "right")] == [
                    wanted.searchsorted(value, side) for side in ("left", "right")
                ]


def test_many_values_are_parted_into_bins_of_about_the_same_size():
    many = np.random.default_rng(1).lognormal(3, 2, 200_000)
    (part,) = binned(many, None).among(slice(None), None).parts(slice(0, len(many)))
    ranked = Ranked(part)
    wanted = np.sort(many)
    assert [ranked[place] for place in range(0, len(many), 9_973)] == wanted[::9_973].tolist()
    assert max(np.diff(ranked._above)) < 10 * len(many) / len(ranked._above)


def test_values_of_a_narrow_range_are_parted_too():
    many = 1.7e9 + np.random.default_rng(2).random(100_000) * 1e6
    (part,) = binned(many, None).among(slice(None), None).parts(slice(0, len(many)))
    assert max(part.counts) < 10 * len(many) / len(part.counts)
