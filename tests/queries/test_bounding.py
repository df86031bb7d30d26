"""Lists whose days are told by totals in memory hold the rows that they hold when they look for their days themselves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from queries import views
from queries.asking import binding, bounding, folding, routing
from queries.filters import Filters
from tests.queries.loaded import sample
from tests.queries.reference import chosen

ASKED = [
    ("satisfaction/answers", {}),
    ("satisfaction/answers", {"kind": "nps"}),
    ("satisfaction/answers", {"kind": "csat", "dimension": "channel", "picked": "chat"}),
    ("satisfaction/answers", {"kind": "csat", "score": 5.0, "scale_min": 1.0, "scale_max": 5.0}),
    ("promises/broken", {}),
    ("promises/broken", {"dimension": "team", "picked": "Support"}),
    ("promises/broken", {"dimension": "agent", "picked": "nobody"}),
    ("voices/said", {}),
    ("voices/said", {"messages": False}),
    ("voices/said", {"term_1": "(?i)e"}),
    ("voices/said", {"side": "detractors"}),
    ("voices/said", {"theme": ""}),
]


def bounded(name, given):
    view = binding.view(name)
    return bounding.bounded(folding.folded(view, frozenset(view.parameters - given.keys())))


@pytest.mark.parametrize(("name", "given_values"), ASKED)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filters=chosen())
def test_a_list_on_its_days_is_the_list(name, given_values, filters):
    found, view, filters = sample(), binding.view(name), filters.covered(sample().data_from)
    surroundings = views._surroundings(found, filters) | given_values
    values = {parameter: surroundings.get(parameter) for parameter in view.parameters}
    sql, bound = binding.bind(view, filters, found.week_start)
    wanted = pd.DataFrame(views._from_database(found, sql, bound | values))
    pd.testing.assert_frame_equal(pd.DataFrame(views._folded(found, view, filters, values)), wanted, check_dtype=False)


def test_lists_are_told_their_days():
    found = {name for name in binding.names() if bounding.bounded(folding.folded(binding.view(name), binding.view(name).parameters))}
    assert found >= {"satisfaction/answers", "promises/broken", "voices/said"}


@pytest.mark.parametrize("name", sorted({name for name, _ in ASKED}))
def test_days_are_told_from_memory_and_no_rollup_is_read(name):
    view, filters = binding.view(name), Filters.default(sample())
    values = {parameter: views._surroundings(sample(), filters).get(parameter) for parameter in view.parameters}
    short = folding.folded(view, frozenset(name for name, value in values.items() if value is None))
    asked, told = views._on_its_days(sample(), short, filters, values)
    assert not [relation for relation in asked.relations if relation in binding.relations.rolled()]
    assert filters.period.start <= told["days_from"] <= told["days_to"] < filters.period.end


def test_days_between_which_others_are_missing_are_named_one_by_one():
    found = bounded("promises/broken", {})
    whole, told = found.given({"day": np.array([3.0, 4.0]), "total": np.array([7.0, 7.0])})
    assert whole == found.span and told == {"days_from": bounding._date(3), "days_to": bounding._date(4), "days_total": 7.0}
    parts, told = found.given({"day": np.array([6.0, 3.0]), "total": np.array([7.0, 7.0])})
    assert parts == found.listed and told["days_listed"] == [bounding._date(3), bounding._date(6)]


def test_no_days_leave_no_rows():
    found = bounded("promises/broken", {})
    _, told = found.given({"day": np.zeros(0), "total": np.zeros(0)})
    assert told["days_from"] > told["days_to"] and told["days_total"] is None


def test_what_differs_from_day_to_day_is_left_to_the_database():
    found = bounded("promises/broken", {})
    assert found.given({"day": np.array([3.0, 4.0]), "total": np.array([7.0, 8.0])}) is None
    assert found.given({"day": np.array([3.0, 3.0]), "total": np.array([7.0, 7.0])}) is None


@pytest.mark.parametrize(
    "select",
    [
        "select count(*) as n from surveys where period = 'this'",
        "with d as (select day from surveys where period = 'this') select s.kind from surveys as s inner join d on s.day = d.day",
        "with d as (select day from survey_days where period = 'this' group by day) select count(*) as n from d",
        "with d as (select day from survey_days where period = 'this' group by day) select s.kind from surveys as s left join d on s.day = d.day",
        "with d as (select day, kind from survey_days group by day, kind) select s.kind from surveys as s where s.kind in (select d.kind from d)",
    ],
)
def test_views_that_use_their_days_for_more_are_asked_as_they_are(select):
    assert bounding.bounded(binding.parsed("x", f"-- grain: x\n{select}")) is None


def test_a_union_of_sums_is_told_from_memory():
    sql = """with spoken as (
        select period, sum(comments) as n, 1 as which from answer_themes group by period
        union all
        select period, sum(messages) as n, 2 from message_themes where 1 = 1 group by period
    )
    select period, which, n from spoken order by period desc, which"""
    view, filters = binding.parsed("x", f"-- grain: x\n{sql}"), Filters.default(sample())
    plan = routing.planned_text(view.sql, "x", {})
    assert plan.rollups == ("answer_themes", "message_themes")
    told = pd.DataFrame(views._totalled(sample(), plan, routing.spans(filters, "monday", plan.buckets), {}))
    wanted = pd.DataFrame(views._from_database(sample(), *binding.bind(view, filters, "monday")))
    pd.testing.assert_frame_equal(told, wanted, check_dtype=False)
