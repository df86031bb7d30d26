"""The command line: documents for scripts, sentences for people, and an exit status that tells them apart."""

import subprocess
import sys

import pytest

from queries import checks, places
from tests.queries.exports import ROOT, folder, run


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def data(place):
    return folder(place)


@pytest.fixture(scope="module")
def cache(place):
    return place / "cache"


def test_load_tells_what_became_of_every_file(data, cache):
    status, document, _ = run("load", data=data, cache=cache)
    assert status == 0
    assert {file["file"]: file["rows"] for file in document["files"]} == {"people.csv": 3, "surveys.csv": 3}
    for file in document["files"]:
        assert file["lines"] == file["rows"] + file["rejects"] + file["skipped"]
        assert len(file["sha256"]) == 64


def test_status_tells_what_the_snapshot_holds(data, cache):
    status, document, _ = run("status", data=data, cache=cache)
    assert status == 0
    assert document["tables"]["surveys"] == 3


def test_metrics_gives_every_metric_with_its_state(data, cache):
    status, document, _ = run("metrics", "--from", "2026-01-01", "--to", "2026-01-05", "--compare", "none", data=data, cache=cache)
    made = {metric["metric"]: metric for metric in document["metrics"]}
    assert status == 0
    assert made["csat"]["n"] == 2 and made["csat"]["value"] == 0.5
    assert made["nps"]["state"] == "no data" and made["nps"]["value"] is None


def test_view_gives_the_rows_and_the_sql_of_a_view(data, cache):
    status, document, _ = run("view", "satisfaction/csat", "--channel", "chat", data=data, cache=cache)
    assert status == 0
    assert document["rows"] and "chat" in document["filters"] and "select" in document["sql"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["view", "satisfaction/none"], "satisfaction/none"),
        (["view", "../contract"], "contract"),
        (["view", "satisfaction/csat", "--channel", "pigeon"], "pigeon"),
        (["view", "satisfaction/csat", "--from", "31.12.2025"], "31.12.2025"),
    ],
)
def test_what_cannot_be_asked_is_named_and_ends_with_1(data, cache, arguments, says):
    status, document, error = run(*arguments, data=data, cache=cache)
    assert status == 1
    assert says in document["trouble"] and "Traceback" not in error


@pytest.mark.parametrize("arguments", [[], ["fly"], ["view"], ["load", "--fast"], ["metrics", "--compare", "moon"]])
def test_wrong_usage_ends_with_2(arguments):
    done = subprocess.run([sys.executable, "-m", "queries", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["missing", "empty", "a file", "bad settings", "bad source"])
def test_a_folder_that_cannot_be_loaded_gives_one_clear_sentence(tmp_path, kind):
    data = tmp_path / "data"
    if kind == "a file":
        data.write_text("x")
    elif kind != "missing":
        data.mkdir()
    if kind == "bad settings":
        (data / "settings.toml").write_text("zone = 3")
    if kind == "bad source":
        (data / "sources").mkdir()
        (data / "sources" / "x.sql").write_text("select 1")
    status, document, error = run("load", data=data, cache=tmp_path / "cache")
    assert status == 1
    assert document["trouble"] and "\n" not in document["trouble"] and "Traceback" not in error


def test_an_export_that_is_set_aside_ends_with_1_and_is_named(tmp_path):
    data = folder(tmp_path, orders_csv="order_id,ordered_at\n1,1/2/2026\n2,3/4/2026\n")
    status, document, _ = run("load", data=data, cache=tmp_path / "cache")
    assert status == 1
    assert [file["file"] for file in document["files"] if file["state"] == "set aside"] == ["orders.csv"]


def test_check_finds_nothing_wrong_with_what_is_shipped():
    assert checks.faults(places.SAMPLE) == []


def test_check_names_a_faulty_source(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "x.sql").write_text("-- fills: nothing\n-- needs: a\nselect a as b from export")
    assert "x.sql" in checks.faults(tmp_path)[0]
