"""Totals in memory answer a view exactly as the database does, and decline what they cannot answer by saying why."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries import registry, syntax, views
from queries.asking import binding, routing
from queries.filters import Filters
from queries.totals import Declined
from queries.totals.expression import compiled
from queries.totals.group import group
from queries.totals.select import select
from queries.totals.values import Columns
from tests.queries.invented import make
from tests.queries.loaded import sample
from tests.queries.reference import chosen

# The default question of every metric goes to a rollup, but for these.
FROM_ROWS = {
    "advocates/concentration": "the fewest people with half of all acts",
    "advocates/promoter_to_referrer": "each person's latest answer and what followed it",
    "community/questions": "quantiles of waits for a first answer",
    "employees/employee_sharing": "different employees, with a privacy threshold on crossed cells",
    "promises/backlog": "which cases are open at midnight depends on when each was opened and solved",
    "promises/first_contact": "a new case of the same person within 7 days of any moment",
    "promises/first_resolution": "a quantile",
    "promises/first_response": "a quantile",
    "promises/resolution": "a quantile",
    "referrals/k_factor": "windows of 30 days of each inviter",
    "ties/cold_ties": "pairs of people over 208 days, and what came last between them",
    "ties/gave_first": "what each member did first, of any day",
    "ties/member_ties": "different pairs of people",
    "ties/reciprocity": "pairs of people, whom the filters keep and whom they do not",
    "voices/raised_to_done": "a quantile, of a small table",
}
PLANNED = [name for name in binding.names() if not isinstance(routing.planned(name), Declined)]
METRICS = sorted({metric.view for metric in registry.metrics().values()})


def from_database(view, filters):
    sql, values = binding.bind(view, filters, "monday")
    return pd.DataFrame(views._from_database(sample(), sql, values | dict.fromkeys(view.parameters - values.keys())))


def same(found, wanted):
    pd.testing.assert_frame_equal(pd.DataFrame(found), wanted, check_dtype=False, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", PLANNED)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filters=chosen())
def test_an_answer_from_memory_is_the_databases_answer(name, filters):
    view, filters = binding.view(name), filters.covered(sample().data_from)
    found = views._from_memory(sample(), view, filters, {})
    if found is not None:
        same(found[0], from_database(view, filters))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filters=chosen())
def test_days_count_until_the_last_that_is_asked_for(filters):
    view, filters = binding.view("promises/reopen_rate"), filters.covered(sample().data_from)
    given_day = {"data_to": sample().data_to}
    sql, values = binding.bind(view, filters, "monday")
    found = views._from_memory(sample(), view, filters, given_day)
    if found is not None:
        same(found[0], pd.DataFrame(views._from_database(sample(), sql, values | given_day)))


@pytest.mark.parametrize("name", METRICS)
def test_the_default_question_of_a_metric_goes_to_a_rollup(name):
    tier = views.run(sample(), name, Filters.default(sample())).tier
    assert (tier == routing.FROM_TOTALS) == (name not in FROM_ROWS)


def test_an_answer_says_where_it_comes_from():
    filters = Filters.default(sample())
    assert views.run(sample(), "satisfaction/csat", filters).tier == "from daily totals"
    rows = f"from {sample().tables['cases']:,} rows"
    assert views.run(sample(), "promises/first_response", filters).tier == rows
    assert views.run(sample(), "satisfaction/answers", filters).tier.startswith("from ")


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("with a as (select period, count(*) as n from survey_days group by period) select * from a", "takes a count_star"),
        ("with a as (select period, max(answered) as n from survey_days group by period) select * from a", "takes a max"),
        ("with a as (select period, sum(answered) as n from survey_days where day > 3 group by period) select * from a", "single days"),
        ("with a as (select period, sum(answered) as n from survey_days where answered > 1 group by period) select * from a", "by a sum"),
        ("select period, count(*) as n from surveys group by period", "more than sums"),
        ("with a as (select period, sum(answered) as n from survey_days group by period) select md5(period) as x from a", "uses md5"),
        ("with a as (select period, sum(answered) as n from survey_days group by period) select n from a limit 1", "limits its rows"),
    ],
)
def test_what_is_not_sums_of_a_rollup_is_declined_with_a_reason(sql, why):
    declined = routing.planned_text("-- grain: x\n" + sql, "x", {})
    assert isinstance(declined, Declined) and why in str(declined)


def test_a_question_about_days_without_rows_is_answered():
    empty = make({"people": [{"person_id": "p", "role": "customer", "joined_at": "2026-01-01"}]})
    filters = Filters.default(sample())
    for name in METRICS:
        frame = views.run(empty, name, filters).frame
        assert frame.empty or frame["value"].fillna(0).eq(0).all()


numbers = st.one_of(st.none(), st.integers(-3, 12).map(float), st.floats(-1e6, 1e6, allow_nan=False))
EXPRESSIONS = [
    "a + b * 2 - a / nullif(b, 0)",
    "case when a > b then a when a = b then 0 end",
    "coalesce(a, b, 1)",
    "a between b and 5",
    "a in (1, 2, b)",
    "a not in (1, b)",
    "a is null or not (b > 2)",
    "(a > 1 and b > 1) or a is not null",
    "least(a, b) + greatest(a, 0)",
    "['x', 'y'][cast(a as bigint)] = 'y'",
    "case when a > 0 then 'up' else 'down' end = 'up'",
    "rate(a, b)",
    "wilson_low(abs(a), abs(a) + abs(b) + 1)",
    "wilson_high(abs(a), abs(a) + abs(b) + 1)",
    "count_low(abs(a))",
    "count_high(abs(b))",
    "nps(a, b, abs(a) + abs(b))",
    "-a",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=8))
def test_an_expression_in_memory_means_what_it_means_in_the_database(text, rows):
    node = syntax.tree(f"select {text}", "x")["statements"][0]["node"]["select_list"][0]
    columns = Columns({name: np.array([np.nan if row[at] is None else row[at] for row in rows]) for at, name in enumerate("ab")})
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("error")
        found = compiled(node)(columns)
    listed = ", ".join("(" + ", ".join("null::double" if value is None else f"{value!r}::double" for value in row) + ")" for row in rows)
    wanted = sample().cursor().execute(f"select ({text})::double from (values {listed}) as t(a, b)").fetchall()
    expected = [np.nan if value is None else value for (value,) in wanted]
    np.testing.assert_allclose(found.astype(float), expected, rtol=1e-12, atol=1e-12)


def run_in_memory(sql, **columns):
    """The last SELECT of a text over columns given for the relation `t`."""
    node = syntax.tree(sql, "x")["statements"][0]["node"]
    made = (group if node["group_sets"] else select)("x", node, "t")
    return pd.DataFrame(dict(made.run(Columns({name: np.array(values) for name, values in columns.items()}))))


names = st.lists(
    st.one_of(st.none(), st.lists(st.sampled_from(["a", "b c", "", "ä"]), min_size=1, max_size=3).map("\x1f".join)), max_size=8
)


@pytest.mark.parametrize("list_of", ["string_split(x, chr(31))", "coalesce(string_split(cast(x as varchar), chr(31)), [null])"])
@settings(max_examples=40, deadline=None)
@given(texts=names)
def test_parts_of_texts_are_those_of_the_database(list_of, texts):
    told = run_in_memory(
        f"select n, unnest({list_of}) as part from t", x=np.array([*texts, None], dtype=object)[:-1], n=np.arange(len(texts))
    )
    listed = ", ".join(
        f"({place}, {'null' if text is None else chr(39) + text + chr(39)}::varchar)" for place, text in enumerate([*texts, "q"])
    )
    sql = f"select n, part from (select n, unnest({list_of}) as part from (values {listed}) as t(n, x) where n < {len(texts)})"
    wanted = sample().cursor().execute(sql).fetchall()
    assert [(n, part if isinstance(part, str) else None) for n, part in told.itertuples(index=False, name=None)] == wanted


@pytest.mark.parametrize("list_of", ["[x, 1]", "string_split(x, x)", "string_split(x, '')", "coalesce(string_split(x, ' '), [1])", "x"])
def test_other_lists_are_not_unnested_in_memory(list_of):
    with pytest.raises(Declined):
        run_in_memory(f"select unnest({list_of}) as part from t", x=["a"])


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from([1.0, 2.0, np.nan]), st.integers(0, 5)), min_size=1, max_size=9
    )
)
def test_grouping_sets_over_rows_in_memory_are_those_of_the_database(rows):
    sql = "select k, d, sum(v) as s, count(*) as n from t group by grouping sets ((k), (k, d), (d))"
    told = run_in_memory(
        sql, k=np.array([*(k for k, _, _ in rows), None], dtype=object)[:-1], d=[d for _, d, _ in rows], v=[float(v) for *_, v in rows]
    )
    listed = ", ".join(
        f"({'null' if k is None else repr(k)}::varchar, {'null' if np.isnan(d) else d}::double, {v}::double)" for k, d, v in rows
    )
    wanted = sample().cursor().execute(sql.replace(" t ", f" (values {listed}) as t(k, d, v) ")).fetchall()
    known = [tuple(None if value != value else value for value in row) for row in told.itertuples(index=False, name=None)]
    assert sorted(known, key=repr) == sorted(((k, d, s, float(n)) for k, d, s, n in wanted), key=repr)


def test_all_rows_beside_parts_of_them_are_not_grouped_in_memory():
    with pytest.raises(Declined):
        run_in_memory("select k, sum(v) as s from t group by grouping sets ((k), ())", k=[1.0], v=[1.0])
