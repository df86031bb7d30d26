"""Macros put in place in a syntax tree, and a number for each different part of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from queries import syntax
from queries.totals.values import Node

MACROS = Path(__file__).parents[1] / "macros.sql"
# Where a part keeps its number, and what of a part does not change its value.
NUMBER = "number of the part"
_LOOKS = frozenset({"alias", "query_location", NUMBER})
_numbers: dict[Any, int] = {}


@cache
def macros() -> dict[str, tuple[tuple[str, ...], str]]:
    """Parameters and text of each macro of macros.sql."""
    with duckdb.connect() as con:
        con.execute(MACROS.read_text(encoding="utf-8"))
        rows = con.execute(
            "select function_name, parameters, macro_definition from duckdb_functions() where function_type = 'macro' and not internal"
        ).fetchall()
    return {name: (tuple(parameters), text) for name, parameters, text in rows}


@cache
def _body(name: str) -> Node:
    return syntax.tree(f"select {macros()[name][1]}", name)["statements"][0]["node"]["select_list"][0]


def expanded(name: str, arguments: Sequence[Node]) -> Node:
    """The body of a macro with the arguments in place of its parameters."""
    return _put(_body(name), dict(zip(macros()[name][0], arguments, strict=True)))


def _put(part: Any, given: Mapping[str, Node]) -> Any:
    if isinstance(part, list):
        return [_put(child, given) for child in part]
    if not isinstance(part, dict):
        return part
    if part.get("class") == "COLUMN_REF" and part["column_names"][-1] in given:
        return given[part["column_names"][-1]]
    return {key: _put(child, given) for key, child in part.items()}


def number(part: Any) -> Any:
    """The same number for parts that mean the same, whatever they are called; of what is no part, itself."""
    if isinstance(part, list):
        return tuple(number(child) for child in part)
    if not isinstance(part, dict):
        return part
    if NUMBER not in part:
        meant = tuple((key, number(child)) for key, child in part.items() if key not in _LOOKS)
        part[NUMBER] = _numbers.setdefault(meant, len(_numbers))
    return part[NUMBER]
