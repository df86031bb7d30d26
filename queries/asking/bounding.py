"""On which days the rows of a list lie: daily totals in memory know it, so that no statement looks for them.

A view's own text says which days it needs: one of its SELECTs reads nothing but rollups and gives a row a day, which others join by day
or choose days by. That SELECT is answered from memory, and the view is asked for those days without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from queries import relations, syntax
from queries.asking import binding
from queries.asking.binding import View
from queries.syntax import Node
from queries.totals.reading import EPOCH
from queries.totals.values import Values

DAY, KEPT = "day", 512
FROM, TO, LISTED = "days_from", "days_to", "days_listed"
# What any row of a SELECT may stand for where all rows have the same value.
ANY = ("any_value", "first", "min", "max")


@dataclass(frozen=True)
class Bounded:
    """A view that is given its days: as one span or, where days are missing in it, also as a list. `days` is the text that tells them,
    `told` are its columns that are the same on each day, which the view takes as parameters."""

    days: str
    parameters: frozenset[str]
    told: frozenset[str]
    span: View
    listed: View

    def given(self, columns: Mapping[str, Values]) -> tuple[View, dict[str, Any]] | None:
        """The view to ask, and the values that it takes; None where a column of the days is not the same on each."""
        days = np.unique(columns[DAY]).astype(int)
        same = {name: np.unique(columns[name]) for name in self.told}
        if len(days) < len(columns[DAY]) or any(len(of) > 1 for of in same.values()):
            return None
        first, last = (int(days[0]), int(days[-1])) if len(days) else (1, 0)
        values: dict[str, Any] = {FROM: _date(first), TO: _date(last)} | {_told(name): _value(of) for name, of in same.items()}
        if last - first + 1 == len(days):
            return self.span, values
        return self.listed, values | {LISTED: [_date(int(day)) for day in days]}


def _date(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _value(same: Values) -> float | None:
    return float(same[0]) if len(same) and not np.isnan(same[0]) else None


def _told(column: str) -> str:
    return f"days_{column}"


@lru_cache(KEPT)
def bounded(view: View) -> Bounded | None:
    """The view with its days given; None where no SELECT of it tells them, or where they are used for more than that."""
    node = syntax.tree(view.sql, view.name)["statements"][0]["node"]
    selects = {entry["key"]: entry["value"]["query_node"] for entry in node["cte_map"]["map"]}
    for name in reversed(selects):
        needed = _needed(name, selects)
        read = {table for other in needed for table in _tables(selects[other])} - selects.keys()
        if read and all(binding.base(table) in relations.rolled() for table in read) and DAY in _outputs(selects[name]):
            return _bounded(view, name, needed)
    return None


def _bounded(view: View, name: str, needed: set[str]) -> Bounded | None:
    days = syntax.tree(view.sql, view.name)
    node = days["statements"][0]["node"]
    entries = {entry["key"]: entry for entry in node["cte_map"]["map"]}
    chain = [entry for key, entry in entries.items() if key in needed and key != name]
    days["statements"][0]["node"] = {**entries[name]["value"]["query_node"], "cte_map": {"map": chain}}
    made = [_without(view, name, condition) for condition in (SPAN, LIST)]
    if any(asked is None for asked in made):
        return None
    (span, told), (listed, _) = (asked for asked in made if asked)
    text = syntax.statement(days)
    return Bounded(text, _parameters(days), told, span, listed)


SPAN = f"x >= ${FROM} and x <= ${TO}"
LIST = f"{SPAN} and list_contains(${LISTED}, x)"


def _without(view: View, name: str, condition: str) -> tuple[View, frozenset[str]] | None:
    """The view that takes its days from parameters, and the columns beside the day that it takes so."""
    parsed = syntax.tree(view.sql, view.name)
    told: set[str] = set()
    node = _given(parsed, name, condition, told)["statements"][0]["node"]
    parsed["statements"][0]["node"] = node
    while unread := [entry for entry in node["cte_map"]["map"] if entry["key"] not in _tables(node)]:
        node["cte_map"]["map"] = [entry for entry in node["cte_map"]["map"] if entry not in unread]
    if name in _tables(node):
        return None
    read = _tables(node)
    sql = f"{view.sql.splitlines()[0]}\n{syntax.statement(parsed)}"
    kept = tuple(relation for relation in view.relations if relation in read)
    return replace(view, sql=sql, relations=kept, parameters=_parameters(parsed)), frozenset(told)


def _given(part: Any, name: str, condition: str, told: set[str]) -> Any:
    """A part of a syntax tree where the days of `name` are asked for by the condition."""
    if isinstance(part, list):
        return [_given(child, name, condition, told) for child in part]
    if not isinstance(part, dict):
        return part
    if part.get("class") == "SUBQUERY" and _reads_only(part["subquery"]["node"], name):
        return _instead(part, condition, told)
    if part.get("type") == "SELECT_NODE":
        part = _unjoined(part, name, condition, told)
    return {key: _given(child, name, condition, told) for key, child in part.items()}


def _reads_only(node: Node, name: str) -> bool:
    table = node.get("from_table", {})
    rest = [node.get(key) for key in ("where_clause", "group_sets", "having", "qualify", "modifiers")]
    return table.get("type") == "BASE_TABLE" and table["table_name"] == name and not any(rest) and len(node["select_list"]) == 1


def _instead(part: Node, condition: str, told: set[str]) -> Node:
    """What stands for `day in (select day from name)`, or for `(select any_value(column) from name)`."""
    item = part["subquery"]["node"]["select_list"][0]
    if part["subquery_type"] == "ANY" and part["comparison_type"] == "COMPARE_EQUAL" and item.get("column_names") == [DAY]:
        return _put(condition, part["child"])
    if part["subquery_type"] == "SCALAR" and item.get("function_name") in ANY:
        (column,) = syntax.named(item["arguments"])
        return _parameter(column, part["alias"], told)
    return part


def _unjoined(node: Node, name: str, condition: str, told: set[str]) -> Node:
    """A SELECT that is joined with the days, without that join."""
    join = next((join for join in _joins(node["from_table"]) if _is_joined(join, name)), None)
    if not join:
        return node
    rest = _named({**node, "from_table": _left(node["from_table"], join)}, join["right"]["alias"] or name, told)
    conditions = [part for part in (rest["where_clause"], _put(condition, join["condition"]["left"])) if part]
    both = _expression("true and true")
    return {**rest, "where_clause": {**both, "children": conditions} if len(conditions) > 1 else conditions[0]}


def _joins(table: Node | None) -> Iterator[Node]:
    while table and table["type"] == "JOIN":
        yield table
        table = table["left"]


def _is_joined(join: Node, name: str) -> bool:
    right, on = join["right"], join["condition"] or {}
    if join["join_type"] != "INNER" or right.get("table_name") != name or on.get("type") != "COMPARE_EQUAL":
        return False
    return on["right"].get("column_names") == [right["alias"] or name, DAY] and on["left"]["class"] == "COLUMN_REF"


def _left(table: Node, join: Node) -> Node:
    """What is joined, without one of the joins."""
    return join["left"] if table is join else {**table, "left": _left(table["left"], join)}


def _named(part: Any, alias: str, told: set[str]) -> Any:
    """The same with parameters in place of the columns of what is no longer joined."""
    if isinstance(part, list):
        return [_named(child, alias, told) for child in part]
    if not isinstance(part, dict):
        return part
    if part.get("class") == "COLUMN_REF" and part["column_names"][0] == alias and len(part["column_names"]) == 2:
        return _parameter(part["column_names"][1], part["alias"] or part["column_names"][1], told)
    return {key: _named(child, alias, told) for key, child in part.items()}


def _parameter(column: str, alias: str, told: set[str]) -> Node:
    told.add(column)
    return {**_expression(f"cast(${_told(column)} as double)"), "alias": alias}


def _put(condition: str, day: Node) -> Node:
    """The condition about a day."""

    def put(part: Any) -> Any:
        if isinstance(part, list):
            return [put(child) for child in part]
        if not isinstance(part, dict):
            return part
        return {**day, "alias": ""} if part.get("column_names") == ["x"] else {key: put(child) for key, child in part.items()}

    made: Node = put(_expression(condition))
    return made


def _expression(text: str) -> Node:
    found: Node = syntax.tree(f"select {text}", "expression")["statements"][0]["node"]["select_list"][0]
    return found


def _needed(name: str, selects: Mapping[str, Node]) -> set[str]:
    """The SELECT of that name and those of the view that it reads."""
    found = {name}
    for other in _tables(selects[name]) & selects.keys():
        found |= _needed(other, selects)
    return found


def _tables(part: Any) -> set[str]:
    return {node["table_name"] for node in syntax.nodes(part) if node.get("type") == "BASE_TABLE"}


def _outputs(node: Node) -> Iterator[str]:
    return (item["alias"] or item.get("column_names", [""])[-1] for item in node.get("select_list", ()))


def _parameters(parsed: Node) -> frozenset[str]:
    return frozenset(node["identifier"] for node in syntax.nodes(parsed) if node.get("type") == "VALUE_PARAMETER")
