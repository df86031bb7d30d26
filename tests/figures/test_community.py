"""The figures of the community at a size that takes seconds; no time is asserted."""

import pytest

from tests.bench.data import Company
from tests.figures import community
from tests.real import folders


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return Company(tmp_path_factory.mktemp("community"), 20_000).snapshot()


def test_active_people_and_the_triangle_are_what_count_distinct_gives(found):
    lines = list(community.people(found, 4, timed=False))
    assert [(line.measured, line.met) for line in lines] == [("4 of 4", True)] * 3


def test_each_kind_is_timed_where_that_is_asked(found):
    lines = list(community.people(found, 1))
    assert len(lines) == 6 and all("×" in line.measured for line in lines[1::2])


def test_the_fixtures_are_met():
    assert all(line.met for line in community.fixtures())


def test_a_real_community_gives_its_known_answers(tmp_path):
    if folders.missing("beer"):
        pytest.skip(folders.missing("beer"))
    assert [line.figure for line in community.beer(tmp_path) if not line.met] == []


def test_a_set_that_is_not_here_falls_short_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.real.folders.SHARED", tmp_path)
    (line,) = community.beer(tmp_path)
    assert not line.met and "posts.csv is not in" in line.measured


def test_a_stream_that_is_not_the_same_says_where(tmp_path, monkeypatch):
    monkeypatch.setattr(community.streams, "disturbed", lambda clean, seed: [clean.iloc[:-1]])
    line = community.stream(tmp_path, 400)
    assert not line.met and "different" in line.measured
