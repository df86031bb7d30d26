"""What a snapshot says about itself: the span of its data, its settings, and the values by which one can filter."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import duckdb

from queries.settings import Settings
from queries.tables import business, coding

OPTIONS = ("channel", "segment", "region", "team", "topic")
# Moments at which something happened; a due date or the end of a campaign lies ahead and says nothing about the data's age.
HAPPENED = {
    "surveys": ("sent_at", "answered_at"),
    "cases": ("opened_at", "first_response_at", "resolved_at"),
    "promises": ("made_at", "kept_at"),
    "interactions": ("at",),
    "posts": ("published_at",),
    "referrals": ("invited_at", "joined_at", "converted_at"),
    "orders": ("ordered_at",),
    "actions": ("raised_at", "decided_at", "done_at"),
}
KNOWN = {"people": ("joined_at", "became_customer_at")}


def write(con: duckdb.DuckDBPyConnection, settings: Settings, name: str) -> None:
    """Fill account.facts: what a reader asks at once when it opens the snapshot."""
    first, last = _span(con, settings)
    facts = {
        "name": name,
        "zone": settings.zone,
        "week_start": settings.week_start,
        "company": settings.company,
        "sample": str(settings.sample).lower(),
        "hidden": str(settings.hidden),
        "built_at": datetime.now(UTC).isoformat(),
        "last_moment": last.isoformat() if last else "",
        "business_now": str(business.at(con, last) if last and settings.business_hours else ""),
        "data_from": str(_local_day(con, first, settings)) if first else "",
        "data_to": str(_end_of_data(con, last, settings)) if last else "",
    }
    facts |= {f"target.{metric}": str(value) for metric, value in settings.targets.items()}
    facts |= {f"ambassadors.{name}": str(value) for name, value in settings.ambassadors.items()}
    con.executemany("insert into account.facts values (?, ?)", list(facts.items()))


def choose(con: duckdb.DuckDBPyConnection, relations: Mapping[str, str]) -> None:
    """Add the values by which one can filter to account.options, from these relations by the table whose columns they have."""
    con.execute(f"insert into account.options {coding.occurring(OPTIONS, relations)} except from account.options")


def _span(con: duckdb.DuckDBPyConnection, settings: Settings) -> tuple[datetime | None, datetime | None]:
    """First and last moment of the data, or None twice.

    Moments ahead of the clock are typing errors and must not anchor a period; people count where nothing else is dated,
    because they may have joined long before the first event.
    """
    for tables in (HAPPENED, KNOWN):
        moments = " union all ".join(f'select "{column}" as moment from {table}' for table, columns in tables.items() for column in columns)
        for limit in ("where moment <= now() + interval 1 day", ""):
            span = con.execute(f"select min(moment), max(moment) from ({moments}) {limit}").fetchall()[0]
            if span[0]:
                return span
    return None, None


def _local_day(con: duckdb.DuckDBPyConnection, moment: datetime, settings: Settings) -> date:
    return con.execute("select timezone($1, $2::timestamptz)::date", [settings.zone, moment]).fetchall()[0][0]


def _end_of_data(con: duckdb.DuckDBPyConnection, last: datetime, settings: Settings) -> date:
    """The day after the last complete day: the last moment's day is still running, unless the data has dates without times."""
    midnight = con.execute("select timezone($1, $2::timestamptz)::time = time '00:00:00'", [settings.zone, last]).fetchall()[0][0]
    day = _local_day(con, last, settings)
    return day + timedelta(days=1) if midnight else day
