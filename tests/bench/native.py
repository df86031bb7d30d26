"""What the others read: DuckDB's own tables of the exports, and the same as Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import duckdb

from tests.bench.native_tables import FACTS, FIRST_ANSWERS, TABLES

FOLDERS = {
    "people": "crm/people", "surveys": "surveys/", "cases": "helpdesk/cases", "promises": "helpdesk/promises", "posts": "social/posts",
    "interactions": "community/interactions", "referrals": "advocacy/referrals", "orders": "shop/orders", "campaigns": "marketing/campaigns",
    "tests": "marketing/tests", "actions": "team/actions", "notes": "team/notes",
}  # fmt: skip


def version() -> str:
    """Another one whenever the tables are made otherwise."""
    return sha256(repr((TABLES, FIRST_ANSWERS, FACTS)).encode()).hexdigest()[:8]


def build(exports: Path, database: Path, parquet: Path) -> None:
    """Write all tables into a new database and into a folder of Parquet files, both in the order of their moments."""
    parquet.mkdir(parents=True, exist_ok=True)
    spill = database.with_suffix(".exports")
    with duckdb.connect(str(database)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"attach '{spill}' as raw")
        for table, stem in FOLDERS.items():
            con.execute(f"create table raw.{table} as {read(sorted(exports.glob(f'{stem}*')))}")
        for table, select in TABLES.items():
            if table == "interactions":
                con.execute(FIRST_ANSWERS)
            con.execute(f"create table {table} as {select}")
            con.execute(f"copy {table} to '{parquet / table}.parquet' (format parquet)")
        con.execute(f"create table facts as {FACTS}")
        con.execute(f"copy facts to '{parquet / 'facts'}.parquet' (format parquet)")
        con.execute("detach raw")
        con.execute("checkpoint")
    spill.unlink()


def read(files: Iterable[Path]) -> str:
    """SELECT over exports of one table, CSV and Parquet alike."""
    files = list(files)
    csv, parquet = ([str(path) for path in files if path.suffix == ending] for ending in (".csv", ".parquet"))
    parts = [f"select * from read_csv({csv!r}, header = true)"] if csv else []
    parts += [f"select * from read_parquet({parquet!r})"] if parquet else []
    return " union all by name ".join(parts)
