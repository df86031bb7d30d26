"""Sums in order and sets of values in memory mean what they mean in the database."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries import syntax
from queries.totals import Declined, sets
from queries.totals.cube import Cube
from queries.totals.reading import Dimension
from queries.totals.select import window
from queries.totals.values import Columns
from tests.queries.loaded import sample

number = st.one_of(st.none(), st.integers(-5, 5).map(float))
OVER = "sum(v) over (partition by p, q order by o)"


def compiled(text):
    return window(syntax.tree(f"select {text} as x from t", "x")["statements"][0]["node"]["select_list"][0])


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(st.sampled_from(["a", "b", None]), number, st.integers(0, 4), number), min_size=1, max_size=12))
@pytest.mark.parametrize("text", [OVER, "sum(v) over (order by o)", "sum(v) over (partition by p order by o)"])
def test_a_sum_in_order_is_the_databases(text, rows):
    texts = np.array([row[0] for row in rows], dtype=object)
    numbers = {
        name: np.array([np.nan if row[at] is None else float(row[at]) for row in rows]) for at, name in ((1, "q"), (2, "o"), (3, "v"))
    }
    found = compiled(text)(Columns({"p": texts, **numbers}))
    written = ", ".join(
        f"({at}, {'null::varchar' if p is None else repr(p)}, {'null::double' if q is None else q}, {o}, {'null::double' if v is None else v})"
        for at, (p, q, o, v) in enumerate(rows)
    )
    asked = f"select {text}::double from (values {written}) as t(n, p, q, o, v) order by n"
    wanted = [np.nan if value is None else value for (value,) in sample().cursor().execute(asked).fetchall()]
    np.testing.assert_allclose(found, wanted)


@pytest.mark.parametrize(
    "text",
    [
        "max(v) over (order by o)",
        "sum(v) over (order by o desc)",
        "sum(v) over (order by o, q)",
        "sum(v) over (order by o rows 1 preceding)",
    ],
)
def test_any_other_window_in_order_is_declined(text):
    with pytest.raises(Declined, match="over rows in order"):
        compiled(text)


def cube(*texts):
    values = np.array([*texts, None], dtype=object)
    return Cube(0, np.array([0, len(values)]), {"channels": Dimension(np.arange(len(values)), values)}, {})


def test_a_set_counts_for_each_name_in_it_and_no_set_for_all():
    told = sets.kept(cube("chat", "chat\x1fforum", "chat room", ""), {"channel": ("chat", "phone")})
    assert told == {"channels": [None, "chat", "chat\x1fforum"]}
    assert sets.kept(cube("chat"), {}) == {}


def test_names_that_are_not_told_apart_are_left_to_the_database():
    assert sets.kept(cube("chat", "forum\x1f\x1e"), {"channel": ("chat",)}) is None
    assert sets.kept(cube("chat"), {"team": ("Ada",)}) is None
