"""A part: one export read, recognised, checked and kept as Parquet, so that an unchanged export is never read again."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import duckdb

from queries import checking, reading, sources
from queries.account import ASIDE, REJECTS, UNRECOGNISED, Account
from queries.casting import literal
from queries.counting import count_lines
from queries.folder import Export
from queries.settings import Settings
from queries.sources import Source
from queries.trouble import Trouble

ACCOUNT = "account.json"
REJECTED_ROWS = "rejects.parquet"
MOST_REJECTS, OF_AT_LEAST = 0.2, 50


def digest(sha256: str, named: Sequence[Source], settings: Settings, program: str) -> str:
    """Name of the part that these bytes give: it changes with the bytes, the sources, the settings that casts use, and the program."""
    said = [sha256, program, settings.zone, settings.decimal, settings.dates, sorted(settings.limits.items())]
    return hashlib.sha256(json.dumps([said, [(s.name, s.digest) for s in named]]).encode()).hexdigest()[:24]


def read_account(folder: Path) -> Account:
    """The account of a part that was built earlier."""
    return Account(**json.loads((folder / ACCOUNT).read_text(encoding="utf-8")))


def build(export: Export, sha256: str, named: list[Source], settings: Settings, folder: Path) -> Account:
    """Read the export into `folder`: a Parquet file a table, the rejects and the account. Never raises for bad data."""
    making = folder.with_name(f".making-{folder.name}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    account = Account(export.file, sha256, export.bytes, export.modified_at.isoformat())
    with duckdb.connect(config={"python_enable_replacements": "false", "temp_directory": str(making / "spill")}) as con:
        con.execute("set timezone = 'UTC'")
        try:
            _fill(con, export, named, settings, making, account)
        except reading.Unrecognised as unknown:
            account.state, account.reason = UNRECOGNISED, str(unknown)
            account.nearest = {name: list(missing) for name, missing in unknown.nearest}
        except (Trouble, reading.Unreadable) as trouble:
            account.state, account.reason = ASIDE, str(trouble)
        except (duckdb.Error, OSError, MemoryError) as error:
            account.state, account.reason = ASIDE, f"It could not be read: {str(error).splitlines()[0]}."
    if not account.usable():
        account.rows = account.rejects = account.skipped = 0
        account.tables = {}
    (making / ACCOUNT).write_text(json.dumps(account.as_dict()), encoding="utf-8")
    shutil.rmtree(making / "spill", ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return account


def _fill(con: duckdb.DuckDBPyConnection, export: Export, named: list[Source], settings: Settings, making: Path, account: Account) -> None:
    read = reading.read_export(con, export.path, [_wanted(source) for source in named], _limits(settings))
    account.encoding, account.dialect = read.encoding, str(read.dialect)
    fed = sources.chosen(named, read.matched)
    account.source = ", ".join(source.name for source in fed)
    con.execute("create temp table rejected (line bigint, column_name varchar, value varchar, reason varchar, source varchar)")
    if read.rejected:
        con.executemany("insert into rejected values (?, ?, ?, ?, '')", [(r.line, r.column, r.value, r.reason) for r in read.rejected])
    con.execute("create temp table kept (line bigint)")
    for source in fed:
        checking.check(con, read.columns, source, settings)
        _keep(con, source, making, account)
    _balance(con, export, read, making, account)


def _wanted(source: Source) -> reading.Wanted:
    return reading.Wanted(
        source.name,
        source.needs,
        source.header_rows,
        source.footer_rows,
        ragged=source.ragged,
        delimiter=source.delimiter,
        encoding=source.encoding,
        open_end=source.open_end,
    )


def _limits(settings: Settings) -> reading.Limits:
    """The caps of settings.toml over the defaults. Raises Trouble for a cap that there is not."""
    known = {f.name: type(getattr(reading.Limits(), f.name)) for f in fields(reading.Limits)}
    for name in settings.limits:
        if name not in known:
            raise Trouble(f"settings.toml: there is no limit '{name}'; the limits are {', '.join(known)}.")
    return replace(reading.Limits(), **{name: known[name](value) for name, value in settings.limits.items()})


def _keep(con: duckdb.DuckDBPyConnection, source: Source, making: Path, account: Account) -> None:
    """Write the good rows of `judged`, add the others to `rejected`."""
    con.execute(
        "insert into rejected select line, reject.column_name, reject.value, reject.reason, $1 from judged where reject is not null",
        [source.name],
    )
    con.execute("insert into kept select line from judged where reject is null")
    columns = [
        row[0]
        for row in con.execute("select column_name from duckdb_columns() where table_name = 'judged' order by column_index").fetchall()
    ]
    given = ", ".join(checking.quoted(name) for name in columns if name != "reject" and not name.startswith("given "))
    target = literal(str(making / f"{source.name.replace('/', '-')}.{source.fills}.parquet"))
    rows = con.execute(f"copy (select {given} from judged where reject is null) to {target} (format parquet, compression zstd)").fetchall()[
        0
    ][0]
    account.tables[source.fills] = account.tables.get(source.fills, 0) + rows


def _balance(con: duckdb.DuckDBPyConnection, export: Export, read: reading.Reading, making: Path, account: Account) -> None:
    """Close the account against an independent count; raises Trouble where it does not add up or too much was rejected."""
    account.lines = count_lines(export.path)
    counted = read.row_lines + sum(r.lines for r in read.rejected) + read.header_lines + read.blank_lines + read.footer_lines
    if counted != account.lines:
        raise Trouble(f"Its lines do not add up: {account.lines:,} were counted and {counted:,} are accounted for.")
    account.rows = con.execute("select count(distinct line) from kept").fetchall()[0][0]
    account.rejects = con.execute("select count(distinct line) from rejected where line not in (select line from kept)").fetchall()[0][0]
    account.skipped = account.lines - account.rows - account.rejects
    judged = account.rows + account.rejects
    if account.rejects and (not account.rows or (judged >= OF_AT_LEAST and account.rejects > MOST_REJECTS * judged)):
        first = con.execute("select line, column_name, value, reason from rejected order by line limit 1").fetchall()[0]
        raise Trouble(
            f"{account.rejects:,} of {judged:,} rows are rejected; the first is line {first[0]:,}: {first[1]} '{first[2]}' {first[3]}."
        )
    account.state = REJECTS if account.rejects else account.state
    con.execute(f"copy (select * from rejected order by line) to {literal(str(making / REJECTED_ROWS))} (format parquet)")
