"""What the Data page asks: exports, rejects, joins, duplicates and strangers, as the load left them."""

import os

import pytest

from queries import loading, places, snapshot, views
from queries.filters import Filters
from queries.period import Period
from tests.queries.exports import SURVEYS, folder


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    place = tmp_path_factory.mktemp("account")
    again = SURVEYS + "4,csat,9,1,5,2026-01-05 10:00,p1,chat\n5,csat,many,1,5,2026-01-05 10:00,p1,chat\n"
    data = folder(place, newer_csv=again, strange_csv="response_id,kind,mood\n1,csat,fine\n", empty_csv="")
    # The later export is the one whose rows stay.
    os.utime(data / "newer.csv", (2_000_000_000, 2_000_000_000))
    cache = places.cache_folder(data.resolve(), str(place / "cache"))
    loading.load(data.resolve(), cache)
    made = snapshot.current(cache)
    assert made is not None
    return made


def ask(found, name, **chosen):
    return views.run(found, f"data/{name}", Filters(Period(found.data_from, found.data_to), "none", **chosen)).frame


def test_every_export_is_listed_and_those_that_need_a_look_come_first(found):
    frame = ask(found, "files")
    assert set(frame["file"]) == {"people.csv", "surveys.csv", "newer.csv", "strange.csv", "empty.csv"}
    states = frame["state"].tolist()
    order = ["set aside", "unrecognised", "loaded with rejects", "loaded"]
    assert states == sorted(states, key=order.index)
    loaded = frame[frame["state"].str.startswith("loaded")]
    assert (loaded["rows"] + loaded["rejects"] + loaded["skipped"] == loaded["lines"]).all()


def test_every_rejected_row_is_listed_with_its_line_and_reason(found):
    frame = ask(found, "rejects")
    assert frame[["file", "line"]].values.tolist() == [["newer.csv", 5], ["newer.csv", 6]]
    assert frame["value"].tolist() == ["5.0, 1.0, 9.0", "many"] and frame["reason"].str.len().min() > 10


def test_references_are_counted_with_those_that_are_known(found):
    frame = ask(found, "coverage")
    answers = frame[(frame["table_name"] == "surveys") & (frame["column_name"] == "person_id")]
    assert answers[["refers_to", "given", "known"]].values.tolist() == [["people", 3, 2]]
    assert (frame["known"] / frame["given"]).is_monotonic_increasing


def test_rows_that_gave_way_are_counted_by_the_export_they_came_from(found):
    assert ask(found, "duplicates").values.tolist() == [["surveys", "surveys.csv", 3]]


def test_a_stranger_is_listed_with_the_nearest_sources_and_what_they_miss(found):
    frame = ask(found, "nearest")
    assert set(frame["file"]) == {"strange.csv"}
    counts = [len(missing.split(", ")) for missing in frame["missing"]]
    assert counts == sorted(counts) and frame["source"][0] == "contract/surveys"


@pytest.mark.parametrize("name", ["files", "rejects", "coverage", "duplicates", "nearest"])
def test_filters_do_not_narrow_the_account(found, name):
    assert ask(found, name, channels=("nowhere",)).equals(ask(found, name))
