"""The contract's tables, filled straight from files, without the program: types, keys and checks hold for every row."""

from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]


def contract(zone: str = "Europe/Berlin") -> duckdb.DuckDBPyConnection:
    """An empty database with the contract's tables."""
    con = duckdb.connect()
    con.execute(f"set timezone = '{zone}'")
    con.execute((ROOT / "queries" / "contract.sql").read_text(encoding="utf-8"))
    return con


def given_columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Columns of a table that a source fills, in order."""
    sql = "select column_name from duckdb_columns() where table_name = ? and comment not like 'At load:%' order by column_index"
    return [name for (name,) in con.execute(sql, [table]).fetchall()]


def fill(con: duckdb.DuckDBPyConnection, folder: Path, patterns: dict[str, list[str]]) -> None:
    """Every file into its table, so that types, keys and checks hold for every row."""
    for table, globs in patterns.items():
        made = "select column_name from duckdb_columns() where table_name = ? and not is_nullable and comment like 'At load:%'"
        derived = "".join(f", false as {name}" for (name,) in con.execute(made, [table]).fetchall())
        for path in sorted(path for pattern in globs for path in folder.glob(pattern)):
            read = "read_csv(?, header = true, all_varchar = true)" if path.suffix == ".csv" else "read_parquet(?)"
            con.execute(f"insert into {table} by name select *{derived} from {read}", [str(path)])


def row(con: duckdb.DuckDBPyConnection, sql: str) -> tuple:
    """The single row of a query."""
    rows = con.execute(sql).fetchall()
    assert len(rows) == 1
    return rows[0]
