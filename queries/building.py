"""A snapshot is built from parts: tables without duplicates, what the load derives, rollups, macros and the account."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from queries import contract, deriving, parts, references, relations
from queries.account import Account
from queries.casting import literal
from queries.settings import Settings

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
ACCOUNT = """
create schema account;
create table account.files (
    file varchar, sha256 varchar, bytes bigint, modified_at timestamptz, encoding varchar, dialect varchar, source varchar, tables varchar,
    lines bigint, rows bigint, rejects bigint, skipped bigint, state varchar, reason varchar, loaded_at timestamptz
);
create table account.rejects (file varchar, line bigint, column_name varchar, value varchar, reason varchar, source varchar);
create table account.coverage (table_name varchar, column_name varchar, refers_to varchar, given bigint, known bigint);
create table account.duplicates (table_name varchar, file varchar, rows bigint);
create table account.nearest (file varchar, source varchar, missing varchar);
create table account.facts (key varchar, value varchar);
"""
Part = tuple[Account, Path | None]


def build(path: Path, found: Sequence[Part], settings: Settings, name: str) -> None:
    """Write the snapshot database `path` from accounts and the part folders that stand behind them, oldest export first."""
    with duckdb.connect(str(path), config={"python_enable_replacements": "false", "temp_directory": f"{path}.spill"}) as con:
        con.execute("set timezone = 'UTC'")
        con.execute("set preserve_insertion_order = true")
        contract.create(con)
        con.execute(ACCOUNT)
        for table in contract.tables():
            _fill(con, table, found, settings)
        relations.build(con)
        _accounts(con, found)
        _coverage(con)
        _facts(con, settings, name)
        con.execute("checkpoint")


def _fill(con: duckdb.DuckDBPyConnection, table: str, found: Sequence[Part], settings: Settings) -> None:
    files = [
        (number, account.file, path)
        for number, (account, folder) in enumerate(found)
        if folder
        for path in folder.glob(f"*.{table}.parquet")
    ]
    if not files:
        return
    union = " union all ".join(f"select *, {number} as file_number from read_parquet({literal(str(path))})" for number, _, path in files)
    con.execute(f"create or replace temp view given_all as {union}")
    key = ", ".join(f'"{name}"' for name in contract.tables()[table].key)
    newest = f"row_number() over (partition by {key} order by file_number desc, line desc) = 1"
    repeated = con.execute(f"select 1 from given_all group by {key} having count(*) > 1 limit 1").fetchall()
    con.execute(f"create or replace temp view given as select * from given_all {f'qualify {newest}' if repeated else ''}")
    if repeated:
        names = {number: file for number, file, _ in files}
        dropped = con.execute(
            f"select file_number, count(*) from (select file_number from given_all qualify not {newest}) group by 1"
        ).fetchall()
        con.executemany("insert into account.duplicates values (?, ?, ?)", [(table, names[number], rows) for number, rows in dropped])
    moment = deriving.MOMENTS.get(table)
    con.execute(f"insert into {table} {deriving.select(table, settings)} {f'order by {moment} nulls first' if moment else ''}")


def _accounts(con: duckdb.DuckDBPyConnection, found: Sequence[Part]) -> None:
    now = datetime.now(UTC).isoformat()
    for account, folder in found:
        tables = ", ".join(account.tables)
        row = [account.file, account.sha256, account.bytes, account.modified_at, account.encoding, account.dialect, account.source, tables]
        row += [account.lines, account.rows, account.rejects, account.skipped, account.state, account.reason, now]
        con.execute(f"insert into account.files values ({', '.join('?' * len(row))})", row)
        for source, missing in account.nearest.items():
            con.execute("insert into account.nearest values (?, ?, ?)", [account.file, source, ", ".join(missing)])
        if folder:
            rejects = f"read_parquet({literal(str(folder / parts.REJECTED_ROWS))})"
            con.execute(f"insert into account.rejects select $1, line, column_name, value, reason, source from {rejects}", [account.file])


def _coverage(con: duckdb.DuckDBPyConnection) -> None:
    for table in contract.tables().values():
        for column in table.given():
            other = references.refers_to(table.name, column.name)
            if other:
                key = contract.tables()[other].key[0]
                con.execute(
                    f"""insert into account.coverage select '{table.name}', '{column.name}', '{other}', count("{column.name}"),
                    count(*) filter ("{column.name}" in (select {key} from {other})) from {table.name} having count("{column.name}") > 0"""
                )


def _facts(con: duckdb.DuckDBPyConnection, settings: Settings, name: str) -> None:
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
        "data_from": str(_local_day(con, first, settings)) if first else "",
        "data_to": str(_end_of_data(con, last, settings)) if last else "",
    }
    facts |= {f"target.{metric}": str(value) for metric, value in settings.targets.items()}
    con.executemany("insert into account.facts values (?, ?)", list(facts.items()))


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
