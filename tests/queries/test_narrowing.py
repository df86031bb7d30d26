"""A relation that a view asks for this period alone is bound without the period compared with, and the view answers the same."""

from dataclasses import replace

import pandas as pd
import pytest

from queries import syntax, views
from queries.asking import binding, narrowing
from queries.filters import Filters
from tests.queries.loaded import sample

NARROWED = [name for name in binding.names() if binding.view(name).this_only]


@pytest.mark.parametrize("name", NARROWED)
def test_a_view_without_the_other_period_answers_the_same(name):
    view, filters = binding.view(name), Filters.default(sample())
    surroundings = views._surroundings(sample(), filters)
    given = {parameter: surroundings.get(parameter) for parameter in view.parameters}
    narrow, wide = (
        pd.DataFrame(views._from_database(sample(), sql, values | given))
        for sql, values in (binding.bind(asked, filters, "monday") for asked in (view, replace(view, this_only=frozenset())))
    )
    pd.testing.assert_frame_equal(narrow, wide, rtol=1e-9)


def test_lists_read_this_period_alone():
    assert {"promises/broken", "promises/cases", "satisfaction/answers", "voices/said", "voices/words"} <= set(NARROWED)
    sql, values = binding.bind(binding.view("voices/words"), Filters.default(sample()), "monday")
    assert "'before' as period" not in sql and "before_start" not in values


@pytest.mark.parametrize(
    ("select", "alone"),
    [
        ("select * from cases where period = 'this'", True),
        ("select * from cases as c where c.period = 'this' and c.score > 1", True),
        ("select * from cases where period = 'this' and (select count(*) from surveys) > 1", True),
        ("select * from surveys as s inner join cases as c on s.day = c.day where c.period = 'this'", True),
        ("select * from (select * from cases where period = 'this')", True),
        ("select * from surveys inner join cases on surveys.day = cases.day where surveys.period = 'this'", False),
        ("select * from surveys inner join cases on surveys.day = cases.day where period = 'this'", False),
        ("select * from cases where period = 'this' or score > 1", False),
        ("select * from cases where not period = 'this'", False),
        ("select * from cases where period = 'before'", False),
        ("select * from cases", False),
        ("select * from (select * from cases) where period = 'this'", False),
        ("select * from cases where period = 'this' union all select * from cases", False),
    ],
)
def test_only_a_condition_of_every_select_that_reads_it_narrows_a_relation(select, alone):
    assert ("cases" in narrowing.this_only(syntax.nodes(syntax.tree(select, "x")))) == alone
