"""A part: one export read, recognised, checked and kept as Parquet, so that an unchanged export is never read again."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from queries import reading
from queries.casting import literal
from queries.exports import checking, kinds, sources
from queries.exports.account import ASIDE, REJECTS, UNRECOGNISED, Account
from queries.exports.counting import count_lines
from queries.exports.folder import Export
from queries.exports.sources import Source
from queries.settings import Settings
from queries.trouble import Trouble

ACCOUNT = "account.json"
REJECTED_ROWS = "rejects.parquet"
OF_AT_LEAST = 50
FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def digest(sha256: str, named: Sequence[Source], settings: Settings, program: str) -> str:
    """Name of the part that these bytes give: it changes with the bytes, the sources, the settings that casts use, and the program."""
    said = [sha256, program, settings.zone, settings.decimal, settings.dates, sorted(settings.limits.items())]
    return hashlib.sha256(json.dumps([said, [(s.name, s.digest) for s in named]]).encode()).hexdigest()[:24]


def read_account(folder: Path) -> Account | None:
    """The account of a part that was built earlier; None where there is no such part, whole and sound."""
    try:
        return Account(**json.loads((folder / ACCOUNT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def build(export: Export, sha256: str, named: list[Source], settings: Settings, folder: Path, threads: int) -> Account:
    """Read the export into `folder`: a Parquet file a table, the rejects and the account. Never raises for bad data.

    The database works with so many `threads`. One alone writes rows as they come; several keep them until they are in order again.
    """
    making = folder.with_name(f".making-{folder.name}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    account, lasting = Account(export.file, sha256, export.bytes, export.modified_at.isoformat()), True
    config = {"python_enable_replacements": "false", "temp_directory": str(making / "spill"), "threads": str(threads)}
    with duckdb.connect(config=dict(config)) as con:
        con.execute("set timezone = 'UTC'")
        try:
            _fill(con, export, named, settings, making, account)
        except reading.Unrecognised as unknown:
            account.state, account.reason = UNRECOGNISED, str(unknown)
            account.nearest = {name: list(missing) for name, missing in unknown.nearest}
        except (reading.Interrupted, duckdb.Error, OSError, MemoryError) as error:
            account.state, account.reason, lasting = ASIDE, _said(error), False
        except (Trouble, reading.Unreadable) as trouble:
            account.state, account.reason = ASIDE, str(trouble)
    if lasting and _changed(export, sha256):
        account.state, account.reason, lasting = ASIDE, "The file changed while it was read.", False
    if not account.usable():
        account.rows = account.rejects = account.skipped = 0
        account.tables = {}
    if not lasting:
        # Not the fault of the file's content: nothing of it is kept, and the next load tries again.
        shutil.rmtree(making, ignore_errors=True)
        return account
    (making / ACCOUNT).write_text(json.dumps(account.as_dict()), encoding="utf-8")
    shutil.rmtree(making / "spill", ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return account


def _said(error: Exception) -> str:
    """Why a file could not be read just now. Raises Trouble where the disk has no room, which is no file's fault."""
    first = str(error).splitlines()[0].rstrip(".") if str(error) else "the memory does not suffice"
    if any(os.strerror(code) in first for code in FULL):
        raise Trouble(f"The cache cannot be written: {first}. The last good data stays.") from error
    return f"{first}." if isinstance(error, reading.Interrupted) else f"It could not be read: {first}."


def _changed(export: Export, sha256: str) -> bool:
    """Whether the file is another than the one that was listed and hashed."""
    try:
        return not sha256 or Export.at(export.file, export.path).stamp() != export.stamp()
    except OSError:
        return True


def _fill(con: duckdb.DuckDBPyConnection, export: Export, named: list[Source], settings: Settings, making: Path, account: Account) -> None:
    read = reading.read_export(con, export.path, [_wanted(source, settings) for source in named], _limits(settings), scratch=making)
    account.encoding, account.dialect = read.encoding, str(read.dialect)
    fed = sources.chosen(named, read.matched)
    account.source = ", ".join(source.name for source in fed)
    con.execute("create temp table rejected (line bigint, column_name varchar, value varchar, reason varchar, source varchar)")
    _reject(con, read.rejected)
    kept = []
    for source in fed:
        place = making / f"{source.name.replace('/', '-')}.{source.fills}.parquet"
        kept.append(checking.keep(con, read.columns, source, settings, place))
        account.tables[source.fills] = account.tables.get(source.fills, 0) + kept[-1].rows
    account.rows = kept[0].rows if len(kept) == 1 and kept[0].single else _rows(con, making)
    _balance(con, export, read, making, account)
    _refuse(con, account, _limits(settings).rejects)


def _reject(con: duckdb.DuckDBPyConnection, found: Sequence[reading.Rejected]) -> None:
    """Lines that the reader rejects; no source has seen them."""
    columns = zip(*((r.line, r.column, r.value, r.reason, "") for r in found), strict=True)
    if found:
        con.register("found", pa.table(list(map(pa.array, columns)), names=["line", "column_name", "value", "reason", "source"]))
        con.execute("insert into rejected select * from found")
        con.unregister("found")


def _wanted(source: Source, settings: Settings) -> reading.Wanted:
    return reading.Wanted(
        source.name,
        source.needs,
        max(1, source.header_rows),
        source.footer_rows,
        checks=source.cells,
        kinds=kinds.of(source, settings),
        footer=source.footer,
        headerless=not source.header_rows,
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


def _kept(making: Path) -> str:
    return f"read_parquet({literal(str(making / '*.*.parquet'))}, union_by_name = true)"


def _rows(con: duckdb.DuckDBPyConnection, making: Path) -> int:
    """Lines that gave a row, whatever number of rows and sources they fed."""
    return con.execute(f"select count(distinct line) from {_kept(making)}").fetchall()[0][0]


def _balance(con: duckdb.DuckDBPyConnection, export: Export, read: reading.Reading, making: Path, account: Account) -> None:
    """Close the account against an independent count; raises Trouble where it does not add up."""
    account.lines = count_lines(export.path)
    counted = read.row_lines + sum(r.lines for r in read.rejected) + read.header_lines + read.blank_lines + read.footer_lines
    if counted != account.lines:
        raise Trouble(f"Its lines do not add up: {account.lines:,} were counted and {counted:,} are accounted for.")
    # Most exports have none, and to gather the lines of all rows for them would take a while.
    any_rejected = con.execute("select 1 from rejected limit 1").fetchall()
    fed = f" where line not in (select line from {_kept(making)})" if any_rejected else ""
    con.execute(f"create temp table refused as select * from rejected{fed}")
    account.rejects = con.execute("select count(distinct line) from refused").fetchall()[0][0]
    account.skipped = account.lines - account.rows - account.rejects
    account.state = REJECTS if account.rejects else account.state
    con.execute(f"copy (select * from rejected order by line) to {literal(str(making / REJECTED_ROWS))} (format parquet)")


def _refuse(con: duckdb.DuckDBPyConnection, account: Account, most: float) -> None:
    """Raises Trouble where no row is good, or more than the share `most` of the rows is rejected; lines beside the table do not count."""
    beside = " or ".join(f"starts_with(reason, {literal(reason)})" for reason in reading.BESIDE)
    bad = con.execute(f"select count(distinct line) from refused where not ({beside})").fetchall()[0][0]
    bad = bad if account.rows else account.rejects
    judged = account.rows + bad
    if account.rejects and (not account.rows or (judged >= OF_AT_LEAST and bad > most * judged)):
        first = con.execute("select line, column_name, value, reason from rejected order by line limit 1").fetchall()[0]
        raise Trouble(f"{bad:,} of {judged:,} rows are rejected; the first is line {first[0]:,}: {first[1]} '{first[2]}' {first[3]}.")
