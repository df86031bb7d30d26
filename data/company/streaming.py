"""Writes a table of any size as batches come: numbered files, CSV and Parquet in turn or one of them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from data.company.writing import CSV, csv_ready

BATCH = 500_000  # rows in memory at a time
PART = 5_000_000  # rows a file


class Parts:
    """The files of one table. Use as a context; `write` a batch, and a new file begins when one is full."""

    def __init__(self, stem: Path, rows: int, formats: tuple[str, ...]) -> None:
        self.stem, self.formats = stem, formats
        self.limit = min(PART, -(-rows // 4))
        self.paths: list[Path] = []
        self._writer: pq.ParquetWriter | pa_csv.CSVWriter | None = None
        self._rows = 0

    def write(self, batch: pa.Table) -> None:
        """Append a batch."""
        if not len(batch):
            return
        if self._writer is None:
            self._writer = self._open(batch)
        self._writer.write_table(csv_ready(batch) if isinstance(self._writer, pa_csv.CSVWriter) else batch)
        self._rows += len(batch)
        if self._rows >= self.limit:
            self.close()

    def _open(self, batch: pa.Table) -> pq.ParquetWriter | pa_csv.CSVWriter:
        kind = self.formats[len(self.paths) % len(self.formats)]
        path = self.stem.with_name(f"{self.stem.name}-{len(self.paths) + 1:03d}.{kind}")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.paths.append(path)
        if kind == "csv":
            return pa_csv.CSVWriter(path, csv_ready(batch.slice(0, 0)).schema, write_options=CSV)
        return pq.ParquetWriter(path, batch.schema, compression="zstd", write_page_checksum=True)

    def close(self) -> None:
        """End the file that is being written."""
        if self._writer is not None:
            self._writer.close()
        self._writer, self._rows = None, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def spans(rows: int) -> Iterable[tuple[int, int, int]]:
    """(number, first row, row after the last) of each batch; at least four batches, so that there are several files."""
    size = max(1, min(BATCH, -(-rows // 4)))
    return ((i, start, min(rows, start + size)) for i, start in enumerate(range(0, rows, size)))
