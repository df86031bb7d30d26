"""The relations that a view may read, by name: contract tables, rollups and the load's account, with their columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from queries import contract, syntax

ROLLUPS = Path(__file__).with_name("rollups")
MACROS = Path(__file__).with_name("macros.sql")
# Rollups of a rollup.
LATER = ("active_changes", "active_days", "answer_days", "cohort_months", "doer_days", "newcomer_days", "stage_months")
# What whole relations, and those split by the filters, tell of a row: whether they keep it, and those of their values that it has.
SIDES = ("inside", "cell")
_MACRO = re.compile(r"^create or replace macro (\w+)\(", re.MULTILINE)
ACCOUNT = frozenset({"actors", "files", "rejects", "coverage", "duplicates", "nearest", "facts", "options"})


def rollups() -> list[Path]:
    """The files that build the rollups, in order: one that reads another comes after it. Each makes one table named like the file."""
    return [file for stage in stages() for file in stage]


def stages() -> tuple[list[Path], list[Path]]:
    """The same in two parts: files of one part read none of the same, so that they can be run at once."""
    files = sorted(ROLLUPS.glob("*.sql"))
    return [file for file in files if file.stem not in LATER], [file for file in files if file.stem in LATER]


@cache
def macros() -> frozenset[str]:
    """The names of the formulas that views share."""
    return frozenset(_MACRO.findall(MACROS.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Rollup:
    """What a rollup is made of: its SELECT, its columns, the relations that it reads, its dimensions and its sums. Days are neither.

    The rows of a day come from those with that day in the column `day`, unless it is `whole`: then any row may change any other. One
    that looks `back` comes from the rows of so many days before, too, whatever else it is; one that looks back to the `last` of somebody,
    from the last day before on which the rollups that it reads have a row of theirs, by this column. Where it reads several, its days may be those
    of the one by which it is `dated`.
    The dimensions `apart` mean nothing to it.
    """

    select: str
    columns: tuple[str, ...]
    reads: tuple[str, ...]
    whole: bool
    day: str
    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    back: int | None = None
    apart: tuple[str, ...] = ()
    last: str = ""
    dated: str = ""

    @property
    def lists(self) -> bool:
        """Whether it sums nothing, but has a row for each of some rows of what it reads."""
        return not self.dimensions


DAYS = ("day", "week", "month")
_MAKES = re.compile(r"create table \w+ as\s", re.IGNORECASE)
_LAST, _DATED = re.compile(r"^-- looks back to the last day of each (\w+)$", re.MULTILINE), re.compile(r"^-- days of (\w+)$", re.MULTILINE)
_BACK, _APART = re.compile(r"^-- looks back (\d+) days$", re.MULTILINE), re.compile(r"^-- whatever the (.+)$", re.MULTILINE)


@cache
def rolled() -> dict[str, Rollup]:
    """Every rollup by name, as its file says it."""
    return {file.stem: _rolled(file) for file in rollups()}


def _rolled(file: Path) -> Rollup:
    head, select = _MAKES.split(file.read_text(encoding="utf-8"), maxsplit=1)
    select = select.strip().removesuffix(";")
    back, apart, last, dated = (pattern.search(head) for pattern in (_BACK, _APART, _LAST, _DATED))
    parsed = syntax.tree(select, file.name)
    node = parsed["statements"][0]["node"]
    grouped = {key["column_names"][-1].lower() for key in node["group_expressions"] if key["class"] == "COLUMN_REF"}
    sources = (item["column_names"][-1].lower() if item["class"] == "COLUMN_REF" else "" for item in node["select_list"])
    outputs = syntax.outputs_of(parsed, file.name)
    names = list(zip(sources, outputs, strict=True))
    dimensions = tuple(name for source, name in names if source in grouped and name not in DAYS)
    reads, whole = tuple(sorted(syntax.relations_of(parsed))), bool(node["cte_map"]["map"])
    day = next(source for source, name in names if name == "day")
    measures = tuple(name for source, name in names if source not in grouped)
    return Rollup(
        select,
        tuple(outputs),
        reads,
        whole,
        day,
        dimensions,
        measures,
        int(back[1]) if back else None,
        tuple(apart[1].split(", ")) if apart else (),
        last[1] if last else "",
        dated[1] if dated else "",
    )


@cache
def columns() -> dict[str, tuple[str, ...]]:
    """Columns of every contract table and rollup, in their order."""
    told = {name: tuple(column.name for column in table.columns) for name, table in contract.tables().items()}
    return told | {name: made.columns for name, made in rolled().items()}
