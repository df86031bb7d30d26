"""Parquet: the schema is matched like a header, checksums are verified, and what does not fit a table is refused by name."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from queries.reading.header import nearest, plain
from queries.reading.model import Limits, Reading, Unreadable, Unrecognised, Wanted
from queries.reading.target import Target, named


def read_parquet(target: Target, path: Path, wanted: Sequence[Wanted], limits: Limits) -> Reading:
    """Read a Parquet file into the target with its own types; `line` is the row's number. Raises Unreadable and Unrecognised."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return _read(target, file, wanted, limits)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unreadable(f"The Parquet file is damaged: {str(error).splitlines()[0].rstrip('.')}.") from error


def _read(target: Target, file: pq.ParquetFile, wanted: Sequence[Wanted], limits: Limits) -> Reading:
    names = tuple(file.schema_arrow.names)
    has = {plain(name) for name in names}
    matched = tuple(source.name for source in wanted if {plain(name) for name in source.columns} <= has)
    if not matched:
        raise Unrecognised(names, nearest(names, wanted))
    _refuse(file, limits)
    columns, rows = named([name.strip() for name in names]), 0
    target.create(_numbered(file.schema_arrow.empty_table(), columns, 1))
    for batch in file.iter_batches():
        limits.check()
        target.insert(_numbered(pa.Table.from_batches([batch]), columns, rows + 1))
        rows += len(batch)
    return Reading("Parquet", "Parquet", columns, matched, rows, rows, rows, 0, 0, 0, [])


def _refuse(file: pq.ParquetFile, limits: Limits) -> None:
    """The caps, before a page is decoded."""
    nested = [field.name for field in file.schema_arrow if pa.types.is_nested(field.type)]
    if nested:
        raise Unreadable(f"The column '{nested[0]}' is nested; only plain columns are read.")
    meta = file.metadata
    if meta.num_rows > limits.rows:
        raise Unreadable(f"The file has {meta.num_rows:,} rows; at most {limits.rows:,} are read.")
    if meta.num_columns > limits.columns:
        raise Unreadable(f"The file has {meta.num_columns:,} columns; at most {limits.columns:,} are read.")
    size = sum(meta.row_group(n).total_byte_size for n in range(meta.num_row_groups))
    if size > limits.decompressed:
        raise Unreadable(f"The file unpacks to {size:,} bytes; at most {limits.decompressed:,} are read.")


def _numbered(rows: pa.Table, columns: Sequence[str], first: int) -> pa.Table:
    """The rows under the names of the relation, with their numbers as `line`."""
    lines = pa.array(range(first, first + len(rows)), pa.int64())
    return rows.rename_columns(list(columns)).add_column(0, "line", lines)
