"""An export that grew: its new part holds every row of the old one, and more."""

from __future__ import annotations

from pathlib import Path

import duckdb

from queries import contract
from queries.casting import literal, quoted


def rows(con: duckdb.DuckDBPyConnection, old: Path, new: Path, into: Path) -> bool:
    """Write the rows of the part `new` that `old` lacks as a part of their own; whether `old` has no row that `new` lacks."""
    into.mkdir(parents=True)
    for table in contract.tables().values():
        before, after = _relation(old, table.name), _relation(new, table.name)
        if before and (not after or con.execute(f"select 1 from ({_lacking(table, before, after)}) limit 1").fetchall()):
            return False
        if after:
            more = _lacking(table, after, before) if before else f"select * from {after}"
            con.execute(f"copy ({more}) to {literal(str(into / f'grown.{table.name}.parquet'))} (format parquet, compression lz4)")
    return True


def _relation(part: Path, table: str) -> str:
    paths = sorted(part.glob(f"*.{table}.parquet"))
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])" if paths else ""


def _lacking(table: contract.Table, one: str, other: str) -> str:
    """SELECT of the rows of one relation that the other has not, wherever they stand."""
    same = [f"a.{quoted(name)} = b.{quoted(name)}" for name in table.key]
    same += [f"a.{quoted(c.name)} is not distinct from b.{quoted(c.name)}" for c in table.given() if c.name not in table.key]
    return f"select a.* from {one} a anti join {other} b on {' and '.join(same)}"
