"""The files of the Pollock benchmark that damage one row, made anew from its clean table: the project holds only those that damage a whole file.

In every row, the header too, one delimiter is lost or added, a quote is added, or all delimiters are others: 27 files a row of nine columns.
The clean twin of each is the clean table; a quote that was added is part of the cell.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

CLEAN = "file_double_trailing_newline.csv"
CELL = re.compile(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)')
Cells = list[str]


def rebuild(benchmark: Path, target: Path) -> Path:
    """Copy what there is, and add what can be made; gives the folder, with `csv` and `clean`."""
    for part in ("csv", "clean"):
        shutil.copytree(benchmark / part, target / part)
    text = (benchmark / "csv" / CLEAN).read_bytes().decode()
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [line for line in text.split(end) if line]
    with (benchmark / "clean" / CLEAN).open(newline="", encoding="utf-8") as file:
        clean = list(csv.reader(file))
    _put(target, "file_no_pollution.csv", end, lines, clean)
    for row, line in enumerate(lines):
        for name, damaged, column in _damaged(row, CELL.findall(line)):
            twin = [list(cells) for cells in clean]
            if column is not None:
                twin[row][column] = '"' + twin[row][column]
            _put(target, name, end, [*lines[:row], damaged, *lines[row + 1 :]], twin)
    return target


def _damaged(row: int, cells: Cells) -> Iterator[tuple[str, str, int | None]]:
    """Name, damaged line, and the column whose cell got a quote."""
    for column, cell in enumerate(cells):
        before, behind = cells[:column], cells[column + 1 :]
        if behind:
            yield f"row_less_sep_row{row}_col{column + 1}.csv", ",".join([*before, cell + behind[0], *behind[1:]]), None
        yield f"row_more_sep_row{row}_col{column}.csv", ",".join([*before, "", cell, *behind]), None
        yield f"row_extra_quote{row}_col{column}.csv", ",".join([*before, '"' + cell, *behind]), column
    yield f"row_field_delimiter_{row}_0x3B.csv", ";".join(cells), None


def _put(target: Path, name: str, end: str, lines: Sequence[str], clean: Sequence[Cells]) -> None:
    (target / "csv" / name).write_bytes((end.join(lines) + end).encode())
    with (target / "clean" / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(clean)
