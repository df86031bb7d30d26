"""Business minutes in SQL: how long the company was there between two moments, and when so many minutes are over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa

from queries.hours import ORIGIN, Calendar

SPANS = "business_hours"
# A promise may be due after the data end; three years hold any.
AHEAD = timedelta(days=3 * 366)


def prepare(con: duckdb.DuckDBPyConnection, calendar: Calendar, until: date | None = None) -> None:
    """Make the temporary table `business_hours`: a row a span, with the business minutes from ORIGIN `before` it opens."""
    last = max(until or ORIGIN, datetime.now(UTC).date()) + AHEAD
    spans = [{"opens": opens, "closes": closes} for opens, closes in calendar.spans(ORIGIN, last)]
    moment = pa.timestamp("us", "UTC")
    con.register("spans_found", pa.Table.from_pylist(spans, pa.schema({"opens": moment, "closes": moment})))
    con.execute(
        f"""create or replace temp table {SPANS} as
        select opens, closes, coalesce(sum(minutes) over (order by opens rows between unbounded preceding and 1 preceding), 0) as before
        from (select cast(opens as timestamptz) as opens, cast(closes as timestamptz) as closes, epoch(closes - opens) / 60 as minutes from spans_found)"""
    )
    con.unregister("spans_found")


def join(moment: str, alias: str) -> str:
    """The join that `minutes` needs: the last span that had opened by the moment."""
    return f"asof left join {SPANS} {alias} on {moment} >= {alias}.opens"


def minutes(moment: str, alias: str) -> str:
    """Business minutes from ORIGIN to a moment. Their difference is the time between two moments."""
    return f"({alias}.before + (least(epoch({moment}), epoch({alias}.closes)) - epoch({alias}.opens)) / 60)"


def at(con: duckdb.DuckDBPyConnection, moment: datetime) -> float:
    """Business minutes from ORIGIN to a moment, once `prepare` has run."""
    found = con.execute(f"select {minutes('t.moment', 's')} from (select $1::timestamptz as moment) t {join('t.moment', 's')}", [moment])
    return float(found.fetchall()[0][0] or 0)


def due_join(total: str, alias: str) -> str:
    """The join that `due` needs: the span in which `total` business minutes from ORIGIN are over."""
    return f"asof left join {SPANS} {alias} on {total} > {alias}.before"


def due(total: str, alias: str) -> str:
    """The moment at which `total` business minutes from ORIGIN are over: at the latest when that span closes."""
    return f"({alias}.opens + to_microseconds(cast(round(60e6 * ({total} - {alias}.before)) as bigint)))"
