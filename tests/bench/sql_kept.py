"""The pieces of a query that filters decide: rows kept, dated and bucketed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from queries.filters import Filters
from tests.bench import tiles

CUSTOMERS = "not is_staff"

DIMENSIONS = ("channel", "segment", "region", "team", "topic")


class Asked:
    """The pieces of a query that filters decide. `now` is the last moment of the data, `data_to` the day that it cuts off, both as SQL."""

    def __init__(self, columns: dict[str, list[str]], facts: tuple[Any, Any], filters: Filters, params: dict[str, Any]) -> None:
        self.columns, self.filters, self.params = columns, filters, params
        self.windows = tiles.windows(filters)
        self.now, self.data_to = f"timestamptz '{facts[0]}'", f"date '{facts[1]}'"
        self.start, self.end = (f"date '{day}'" for day in (filters.period.start, filters.period.end))

    def kept(self, table: str, narrowed: str = "true", but: str = "") -> str:
        """Rows of any day that the filters keep, those of one column left aside."""
        conditions = [f"{column} in {listed(values)}" for column, values in self.chosen(table).items() if column != but]
        return f"select * from {table} where {' and '.join([narrowed, *conditions])}"

    def chosen(self, table: str) -> dict[str, tuple[str, ...]]:
        """The values that the table is narrowed to, by column."""
        return tiles.chosen(self.filters, self.columns[table])

    def dated(self, table: str, narrowed: str = "true", day: str = "day") -> str:
        """Rows of both periods that the filters keep, with `period` and `bucket`."""
        start, end = min(w.start for w in self.windows), max(w.end for w in self.windows)
        when = f"{day} >= date '{start}' and {day} < date '{end}'"
        return f"select *, {self.period(day)} as period, {self.bucket(day)} as bucket from ({self.kept(table, f'{when} and {narrowed}')})"

    def this(self, table: str, narrowed: str = "true", day: str = "day") -> str:
        """Rows of this period that the filters keep."""
        return self.kept(table, f"{day} >= {self.start} and {day} < {self.end} and {narrowed}")

    def period(self, day: str) -> str:
        """'this' or 'before', of a day within the two."""
        return f"case when {day} >= date '{self.windows[0].start}' then 'this' else 'before' end"

    def bucket(self, day: str) -> str:
        """First day of the bucket, the earlier period laid over this one."""
        shift = self.windows[-1].shift
        moved = f"({day} + case when {day} >= date '{self.windows[0].start}' then 0 else {shift} end)"
        return f"cast(date_trunc('{self.filters.period.grain}', {moved}) as date)"

    def calendar(self, table: str, since: str) -> str:
        """Every period and bucket since the first of the rows kept; the tables are in time, so that it is found soon."""
        days = " union all ".join(
            f"select cast(unnest(generate_series(date '{w.start}', date '{w.end}' - 1, interval 1 day)) as date) as day"
            for w in self.windows
        )
        first = f"select day from ({self.kept(table, since)}) order by day limit 1"
        cells = f"select {self.period('day')} as period, {self.bucket('day')} as bucket from ({days}) where day >= ({first})"
        return f"select period, bucket from ({cells}) group by {SETS}"


SETS = "grouping sets ((period), (period, bucket))"
Tile = Callable[[Asked], str]


def listed(values: tuple[str, ...]) -> str:
    return "(" + ", ".join("'" + value.replace("'", "''") + "'" for value in values) + ")"
