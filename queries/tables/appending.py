"""Rows that lie in order of time in the exports already, as most tools write them, are inserted as they lie: several pieces at once, and none sorted.

To sort rows of so many columns takes a fifth of the time that it takes to insert them, and most of the memory.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import duckdb

from queries.casting import literal
from queries.settings import Settings
from queries.tables import coding, deriving

# Rows of a piece: whole groups of rows of a table, so that only the last group of a file may be a short one.
PIECE = 8 * 122_880


def pieces(con: duckdb.DuckDBPyConnection, table: str, paths: Sequence[Path]) -> list[str]:
    """FROM clauses that give all rows of a table's Parquet files: each its rows in order of time, and none a row of before the last one's.

    None where the rows do not lie so, where one piece would hold them all, and for the tables that are numbered as they are filled.
    """
    moment = deriving.MOMENTS.get(table)
    if not moment or table in deriving.LENDERS or not all(_rises(con, path, _at(moment)) for path in paths):
        return []
    spans = [
        f"select {number} as number, min({_at(moment)}) as first, max({_at(moment)}) as last, count(*) as rows from {_read(path)} t"
        for number, path in enumerate(paths)
    ]
    found = con.execute(
        f"""select number, rows, coalesce(lag(last) over (order by first, last, number) <= first, true)
        from ({" union all ".join(spans)}) where rows > 0 order by first, last, number"""
    ).fetchall()
    if not all(follows for _, _, follows in found) or sum(rows for _, rows, _ in found) <= PIECE:
        return []
    return [_piece(paths[number], start) for number, rows, _ in found for start in range(0, rows, PIECE)]


def _at(moment: str) -> str:
    """Rows without a moment come first."""
    return f"coalesce({moment}, '-infinity'::timestamptz)"


def _read(path: Path) -> str:
    return f"read_parquet({literal(str(path))}, file_row_number = true)"


def _rises(con: duckdb.DuckDBPyConnection, path: Path, at: str) -> bool:
    """Whether no row of a file is of before the last one: where it is not so, the first rows tell."""
    pairs = f"select {at} as moment, lag({at}) over () as before from {_read(path)} t"
    return not con.execute(f"select 1 from ({pairs}) where moment < before limit 1").fetchall()


def _piece(path: Path, start: int) -> str:
    rows = f"file_row_number >= {start} and file_row_number < {start + PIECE}"
    return f"(select * exclude (file_row_number) from {_read(path)} where {rows})"


def append(con: duckdb.DuckDBPyConnection, table: str, relations: Sequence[str], settings: Settings, handles: bool) -> None:
    """Insert the rows of each relation in its own order, and those of one relation behind those of the one before.

    One thread alone, and a join that goes through the rows given and looks up in the others, keep the order in which rows come. So each piece
    has one, and is committed when all before it are.
    """
    types, select = coding.types(con), deriving.select(table, settings, handles, as_given=True)

    def insert(relation: str) -> duckdb.DuckDBPyConnection:
        own = con.cursor()
        own.execute("set timezone = 'UTC'")
        own.execute("set enable_progress_bar = false")
        own.execute(f"create temp view given as {coding.given(table, relation, types)}")
        own.begin()
        own.execute(f"insert into {table} {select}")
        return own

    con.execute("set threads = 1; set disabled_optimizers = 'build_side_probe_side'")
    try:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for coming in [pool.submit(insert, relation) for relation in relations]:
                with closing(coming.result()) as made:
                    made.commit()
    finally:
        con.execute("reset threads; reset disabled_optimizers")
