"""Five sets that nobody here made load through sources of their own, and hold what was counted independently."""

import pytest

from queries import checks
from queries.exports import account
from tests.queries.exports import run
from tests.real import folders, malformed
from tests.real.facts import FACTS
from tests.real.folders import EXPORTS, HERE


def known(name: str) -> str:
    """The name of a set that is here; skips by name the one that is not."""
    if folders.missing(name):
        pytest.skip(f"{name}: {folders.missing(name)}")
    return name


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.name}: {fact.says}")
def test_a_fact_of_a_real_set_is_in_the_snapshot(fact, place):
    snapshot = folders.loaded(known(fact.name), place)
    assert round(fact.measure(snapshot), fact.places) == fact.asked


@pytest.mark.parametrize("name", EXPORTS)
def test_every_line_of_a_real_export_is_accounted_for(name, place):
    files = folders.loaded(known(name), place).cursor().execute("select state, lines, rows, rejects, skipped, source from account.files")
    for state, lines, rows, rejects, skipped, source in files.fetchall():
        assert state == account.LOADED and rejects == 0
        assert lines == rows + rejects + skipped
        assert not source.startswith("contract/")


@pytest.mark.parametrize("name", EXPORTS)
def test_the_sources_of_a_real_set_fit_the_contract(name):
    assert checks.faults(HERE / name) == []


def test_orders_that_are_exported_twice_count_once_and_are_reported(place):
    cursor = folders.loaded(known("olist"), place).cursor()
    assert cursor.execute("select table_name, file, rows from account.duplicates").fetchall() == [("promises", "dim_status.csv", 4858)]


def test_the_command_line_loads_a_real_set(tmp_path):
    data = folders.fill(known("reviews"), tmp_path)
    status, report, said = run("load", data=data, cache=tmp_path / "cache")
    assert (status, said) == (0, "")
    assert report["files"][0]["tables"] == {"surveys": 3150}


@pytest.mark.skipif(not malformed.DAMAGED.is_dir(), reason=f"malformed: {malformed.DAMAGED} is not here")
@pytest.mark.parametrize("damaged", malformed.files(), ids=lambda damaged: damaged.path.stem)
def test_a_damaged_file_is_loaded_right_or_refused_with_its_reason(damaged, tmp_path):
    outcome = malformed.outcome(damaged, tmp_path)
    assert outcome.verdict != "silent", outcome.said
    assert outcome.verdict == "right" or outcome.said
