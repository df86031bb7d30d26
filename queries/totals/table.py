"""The rows of a contract table in memory, as far as quantiles need them: days, codes and measures, in order of time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from queries.totals.cells import Coded, narrowed, together
from queries.totals.cube import Kept
from queries.totals.ranked import Binned, binned
from queries.totals.reading import Coding, Days, Floats, Numbers, Relation
from queries.totals.spans import Span
from queries.totals.values import Columns, Declined, Expression, Values, true

# A table with more rows is left to the database: a copy in memory would cost more than it saves.
MOST_ROWS = 20_000_000
# Moments are held as seconds since 1970.
MEASURES = ("DOUBLE", "INTEGER", "BIGINT", "UTINYINT", "TIMESTAMP WITH TIME ZONE")


@dataclass(frozen=True)
class Table:
    """Columns of a table's rows by day. `first` is the first day, `starts[d]` the first row of day `first + d`; a measure is NaN where it is
    NULL, `people` tell people apart."""

    first: int
    starts: npt.NDArray[np.int64]
    dimensions: Mapping[str, Coded]
    people: Mapping[str, Coded]
    measures: Mapping[str, Values]
    _ranked: dict[Any, Binned] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """The columns at hand."""
        return {*self.dimensions, *self.people, *self.measures}

    def with_columns(self, other: Table) -> Table:
        """The same with the columns of another reading of the same rows."""
        dimensions = together({**self.dimensions, **other.dimensions}, int(self.starts[-1]))
        return Table(
            self.first, self.starts, dimensions, {**self.people, **other.people}, {**self.measures, **other.measures}, self._ranked
        )

    def rows(self, span: Span) -> slice:
        """The rows of the days of a span."""
        low, high = (min(max(at - self.first, 0), len(self.starts) - 1) for at in (span.start, span.end))
        return slice(int(self.starts[low]), int(self.starts[max(low, high)]))

    def inside(self, rows: slice, kept: Kept) -> npt.NDArray[np.bool_]:
        """Which of some rows have a value that is kept, of every dimension that is narrowed."""
        found: npt.NDArray[np.bool_] = np.ones(rows.stop - rows.start, bool)
        for codes, holds in narrowed(self.dimensions, kept):
            found &= holds[codes[rows]]
        return found

    def columns(self, rows: slice, names: Sequence[str]) -> Columns:
        """The named columns of some rows."""
        found = Columns({})
        for name in names:
            if name in self.measures:
                found[name] = self.measures[name][rows]
            else:
                made = self.dimensions[name]
                found[name] = made.values[made.of(rows)]
        return found

    def ranked(self, known_as: Any, reads: Sequence[str], value: Expression, where: Expression | None) -> Binned:
        """A value of each row that a condition holds for, by rank; kept, as it is the same for all filters."""
        if known_as not in self._ranked:
            columns = self.columns(slice(None), reads)
            self._ranked[known_as] = binned(value(columns), true(where(columns)) if where else None)
        return self._ranked[known_as]


def read(cursor: duckdb.DuckDBPyConnection, table: str, names: Iterable[str], people: Collection[str] = ()) -> Table:
    """The named columns of a table of the snapshot; `people` are those that tell people apart. Raises Declined where there are no rows, too many, or text that is not coded."""
    found = "select column_name, data_type from duckdb_columns() where table_name = $1 and schema_name = 'main'"
    types = dict(cursor.execute(found, [table]).fetchall())
    wanted = sorted(set(names) & types.keys())
    coded = [name for name in wanted if types[name].startswith("ENUM") or types[name] == "BOOLEAN"]
    numbered = [name for name in wanted if name in people]
    measured = [name for name in wanted if types[name] in MEASURES and name not in people]
    unknown = sorted(set(names) - {*coded, *numbered, *measured})
    rows = Relation(cursor, table)
    if unknown or rows.rows > MOST_ROWS:
        raise Declined(f"it reads {', '.join(unknown)}" if unknown else f"there are {rows.rows:,} rows")
    day = Days(rows.rows)
    measures, dimensions = {name: Floats(rows.rows) for name in measured}, {name: Coding(rows.rows) for name in coded}
    told = {name: Numbers(rows.rows) for name in numbered}
    rows.read({"day": day, **measures, **dimensions, **told})
    days = day.starts()
    if days is None:
        raise Declined("there are no rows")
    return Table(
        *days,
        together({name: part.dimension() for name, part in dimensions.items()}, rows.rows),
        {name: part.dimension() for name, part in told.items()},
        {name: part.values() for name, part in measures.items()},
    )
