"""Names that are looked up for the rows that are shown are those that a join with all people finds."""

import pandas as pd
import pytest

from queries import views
from queries.asking import binding, naming
from queries.filters import Filters
from queries.totals.names import Names
from tests.queries.invented import make
from tests.queries.loaded import sample

NAMED = [name for name in binding.names() if naming.unnamed(name)]


def joined(found, view, filters, given):
    sql, values = binding.bind(view, filters, found.week_start)
    return pd.DataFrame(views._from_database(found, sql, values | given))


@pytest.mark.parametrize("name", NAMED)
def test_names_are_those_of_the_join(name):
    view, filters = binding.view(name), Filters.default(sample())
    surroundings = views._surroundings(sample(), filters)
    given = {parameter: surroundings.get(parameter) for parameter in view.parameters}
    told = pd.DataFrame(views._named(sample(), view, filters, given))
    pd.testing.assert_frame_equal(told, joined(sample(), view, filters, given), check_dtype=False)


def test_lists_are_named_so():
    assert {"promises/broken", "promises/cases", "satisfaction/answers", "voices/said", "waiting/waiting"} <= set(NAMED)
    late = naming.unnamed("promises/cases")
    assert [tuple(told) for told in late.told] == [("agent", True), ("name", False)]
    assert naming.PEOPLE not in late.view.relations


def test_who_has_no_name_or_is_unknown_has_none_or_the_id():
    people = [{"person_id": "ä", "name": "Änne"}, {"person_id": "b", "name": None}, {"person_id": "cc", "name": "Cem"}]
    names = Names(make({"people": people}).cursor())
    ids = pd.Series(["cc", None, "b", "nobody", "ä", "c"])
    assert pd.Series(names.of(ids, itself=False)).fillna("").tolist() == ["Cem", "", "", "", "Änne", ""]
    assert pd.Series(names.of(ids, itself=True)).fillna("").tolist() == ["Cem", "", "b", "nobody", "Änne", "c"]
    assert Names(make({"people": [{"person_id": "x" * 65}]}).cursor()).known is False


def test_where_nobody_is_known_no_name_is():
    empty = Names(make({"cases": [{"case_id": "c", "opened_at": "2026-01-01"}]}).cursor())
    assert pd.isna(empty.of(pd.Series(["a"]), itself=False)).all()
    assert empty.of(pd.Series(["a"]), itself=True).tolist() == ["a"]
