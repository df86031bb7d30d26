"""The files of the Pollock benchmark that damage one row, made anew from its clean table: the project holds only those that damage a whole file.

In every row, the header too, one delimiter is lost or added, a quote is added, or all delimiters are spaces: 27 files a row of nine columns.
The clean twin of each is the clean table; a quote that was added is part of the cell.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

CLEAN = "file_double_trailing_newline.csv"
WEIGHTS = {
    "source": 1.0,
    "file_no_payload": 15.0,
    "file_no_trailing_newline": 184.0,
    "file_double_trailing_newline": 5.0,
    "file_no_header": 470.0,
    "file_header_multirow_2": 47.0,
    "file_header_multirow_3": 47.0,
    "file_preamble": 282.0,
    "file_multitable_same": 62.667,
    "file_multitable_more": 62.667,
    "file_multitable_less": 62.667,
    "file_header_only": 3.0,
    "file_one_data_row": 4.0,
    "file_record_delimiter_0xD": 7.0,
    "file_record_delimiter_0xA": 1691.0,
    "file_field_delimiter_0x9": 4.0,
    "file_field_delimiter_0x3B": 834.0,
    "file_field_delimiter_0x20": 4.0,
    "file_field_delimiter_0x2C_0x20": 101.0,
    "file_quotation_char_0x27": 11.0,
    "file_escape_char_0x5C": 1.0,
    "file_escape_char_0x00": 7.0,
    "row_less_sep": 0.36775106,
    "row_more_sep": 0.36775106,
    "row_field_delimiter": 0.14285714,
    "row_extra_quote": 0.00925926,
}
"""How often each kind of file was met in the benchmark's survey of public files, by how its name begins."""
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
    _put(target, "source.csv", end, lines, clean)
    for row, line in enumerate(lines):
        for name, damaged, column in _damaged(row, CELL.findall(line)):
            twin = [list(cells) for cells in clean]
            if column is not None:
                twin[row][column] = '"' + twin[row][column]
            _put(target, name, end, [*lines[:row], damaged, *lines[row + 1 :]], twin)
    return target


def weight(name: str) -> float:
    """What a file counts for in the benchmark's weighted score; KeyError for a name that the benchmark does not have."""
    return WEIGHTS[max((kind for kind in WEIGHTS if name.startswith(kind)), key=len, default=name)]


def _damaged(row: int, cells: Cells) -> Iterator[tuple[str, str, int | None]]:
    """Name, damaged line, and the column whose cell got a quote."""
    for column, cell in enumerate(cells):
        before, behind = cells[:column], cells[column + 1 :]
        if behind:
            yield f"row_less_sep_row{row}_col{column + 1}.csv", ",".join([*before, cell + behind[0], *behind[1:]]), None
        yield f"row_more_sep_row{row}_col{column}.csv", ",".join([*before, "", cell, *behind]), None
        yield f"row_extra_quote{row}_col{column}.csv", ",".join([*before, '"' + cell, *behind]), column
    yield f"row_field_delimiter_{row}_0x20.csv", " ".join(cells), None


def _put(target: Path, name: str, end: str, lines: Sequence[str], clean: Sequence[Cells]) -> None:
    (target / "csv" / name).write_bytes((end.join(lines) + end).encode())
    with (target / "clean" / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(clean)
