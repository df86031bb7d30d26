"""A view without what its parameters decide answers what it answers with them."""

import pandas as pd
import pytest

from queries import syntax, views
from queries.asking import binding, folding
from queries.filters import Filters
from tests.queries.loaded import sample

CHOOSING = [name for name in binding.names() if binding.view(name).parameters]


@pytest.mark.parametrize("name", CHOOSING)
def test_a_folded_view_answers_the_same(name):
    view, filters = binding.view(name), Filters.default(sample())
    surroundings = views._surroundings(sample(), filters)
    given = {parameter: surroundings.get(parameter) for parameter in view.parameters}
    sql, values = binding.bind(view, filters, sample().week_start)
    wanted = pd.DataFrame(views._from_database(sample(), sql, values | given))
    pd.testing.assert_frame_equal(pd.DataFrame(views._folded(sample(), view, filters, given)), wanted, check_dtype=False, rtol=1e-9)


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("$a is null or x = $a", None),
        ("x = 1 and ($a is null or x = $a)", "(x = 1)"),
        ("$b is null or x = $b", "(x = $b)"),
        ("$b is not null and x = $b", "(x = $b)"),
        ("$a is not null and x = $a", "false"),
        ("x = $a", "(x = $a)"),
        ("x = case when $a = 'q' then 1 else y end", "(x = y)"),
        ("x = case $a when 'q' then 1 when 'r' then 2 else y end", "(x = y)"),
        ("x = case when $a <> 'q' then 1 when $b > 1 then 2 else y end", "(x = case  when (($b > 1)) then (2) else y end)"),
        (
            "x = case when $a is not distinct from 'q' then 1 else y end",
            "(x = case  when (($a is not distinct from 'q')) then (1) else y end)",
        ),
    ],
)
def test_only_what_is_decided_goes(condition, left):
    view = binding.View("x", f"-- grain: x\nselect 1 as one from periods where {condition}", ("periods",), (), frozenset("ab"))
    short = folding.folded(view, frozenset("a"))
    node = syntax.tree(short.sql, "x")["statements"][0]["node"]
    assert (syntax.written(node["where_clause"]).lower() if node["where_clause"] else None) == left
    assert short.parameters == {name for name in "ab" if f"${name}" in (left or "")}
