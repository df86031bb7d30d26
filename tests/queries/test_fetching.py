"""Columns by way of Arrow are those that the database's own frames have, but that coded columns are text."""

import duckdb
import pandas as pd
import pytest

from queries import views
from queries.asking import binding, fetching
from queries.filters import Filters
from tests.queries.loaded import sample

KINDS = (
    "varchar",
    "enum ('1', '2')",
    "bigint",
    "integer",
    "utinyint",
    "double",
    "boolean",
    "decimal(18, 4)",
    "hugeint",
    "date",
    "timestamp",
    "timestamptz",
)
GIVEN = {
    "date": "date '2026-01-01' + cast(i as integer)",
    "timestamp": "timestamp '2026-01-01' + i * interval 1 hour",
    "timestamptz": "make_timestamptz(i)",
}


def plainly(relation: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    frame = relation.df()
    return frame.astype({name: "str" for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)})


def assert_alike(sql: str, con: duckdb.DuckDBPyConnection, values: dict[str, object]) -> None:
    found = pd.DataFrame(fetching.columns(con.execute(sql, values).to_arrow_table()))
    pd.testing.assert_frame_equal(found, plainly(con.execute(sql, values)), rtol=1e-12)


@pytest.mark.parametrize("name", binding.names())
def test_a_view_has_the_columns_of_the_database(name):
    view, filters = binding.view(name), Filters.default(sample())
    surroundings = views._surroundings(sample(), filters)
    sql, values = binding.bind(view, filters, sample().week_start)
    with sample().cursor() as con:
        assert_alike(sql, con, values | {parameter: surroundings.get(parameter) for parameter in view.parameters})


@pytest.mark.parametrize("given", ["true", "i <> 1", "false"])
@pytest.mark.parametrize("rows", [0, 2, 5000])
@pytest.mark.parametrize("kind", KINDS)
def test_a_column_is_of_the_same_type_with_and_without_values(kind, rows, given):
    value = GIVEN.get(kind, f"cast(1 + i % 2 as {kind})" if not kind.startswith("enum") else f"cast(cast(1 + i % 2 as varchar) as {kind})")
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        assert_alike(f"select case when {given} then {value} end as a from range({rows}) as r(i)", con, {})
