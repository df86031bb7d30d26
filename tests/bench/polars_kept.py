"""Polars over Parquet: scans narrowed by the filters, dated and bucketed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl

from queries.filters import Filters
from tests.bench import tiles

DIMENSIONS = ["channel", "segment", "region", "team", "topic"]

MISSING = "(not given)"

STEP = {"day": "1d", "week": "1w", "month": "1mo"}

CUSTOMERS = ~pl.col("is_staff")

N = pl.len().alias("n")


class Kept:
    """The tables narrowed by the filters: of any day, and of both periods with `period` and `bucket`."""

    def __init__(self, parquet: Path, columns: dict[str, list[str]], filters: Filters) -> None:
        self.parquet, self.columns, self.filters = parquet, columns, filters
        self.windows = tiles.windows(filters)

    def scan(self, table: str) -> pl.LazyFrame:
        """All rows."""
        return pl.scan_parquet(self.parquet / f"{table}.parquet")

    def any_day(self, table: str, but: str = "") -> pl.LazyFrame:
        """Rows that the filters keep, those of one column left aside."""
        chosen = {column: values for column, values in tiles.chosen(self.filters, self.columns[table]).items() if column != but}
        rows = self.scan(table)
        return rows.filter([pl.col(column).is_in(values) for column, values in chosen.items()]) if chosen else rows

    def periods(self, table: str, day: str = "day") -> pl.LazyFrame:
        """Rows of both periods that the filters keep."""
        return self.dated(self.any_day(table), day)

    def dated(self, rows: pl.LazyFrame, day: str = "day") -> pl.LazyFrame:
        """Those of the rows that lie in either period, with `period` and `bucket`, the earlier laid over this one."""
        this, shift = self.windows[0], self.windows[-1].shift
        now = pl.col(day) >= this.start
        moved = pl.when(now).then(pl.col(day)).otherwise(pl.col(day) + timedelta(days=shift))
        return rows.filter(pl.col(day) >= min(w.start for w in self.windows), pl.col(day) < this.end).with_columns(
            period=pl.when(now).then(pl.lit("this")).otherwise(pl.lit("before")), bucket=moved.dt.truncate(STEP[self.filters.period.grain])
        )

    def cells(self, table: str, among: pl.Expr) -> pl.LazyFrame:
        """Every period and bucket since the first of the rows kept; the files are in time, so that it is found soon."""
        first = self.any_day(table).filter(among).select(pl.col("day").alias("first")).head(1)
        every = pl.LazyFrame(tiles.cells(self.filters), {"period": pl.String, "bucket": pl.Date, "last": pl.Date}, orient="row")
        return every.join(first, how="cross").filter(pl.col("last") >= pl.col("first")).select("period", "bucket")


Tile = Callable[..., pl.LazyFrame]


def both(rows: pl.LazyFrame, *numbers: pl.Expr, by: tuple[str, ...] = ()) -> pl.LazyFrame:
    """The numbers of each period and of each bucket in it."""
    whole = rows.group_by("period", *by).agg(*numbers).with_columns(bucket=pl.lit(None, pl.Date))
    return pl.concat([whole, rows.group_by("period", "bucket", *by).agg(*numbers)], how="diagonal")


LEAD = (pl.col("score") >= 9).cast(pl.Int32) - (pl.col("score") <= 6).cast(pl.Int32)


def some(count: pl.Expr) -> pl.Expr:
    return pl.when(count > 0).then(count)


CSAT = CUSTOMERS & (pl.col("kind") == "csat") & pl.col("satisfied").is_not_null()

ALL = pl.lit(True)
