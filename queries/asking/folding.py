"""A view's text without what its parameters decide: most conditions of a list are about choices that nobody made.

A shorter statement is parsed, bound and planned in less time, which is most of what a list of rows costs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from typing import Any

from queries import syntax
from queries.asking.binding import View
from queries.syntax import Node

KEPT = 512
COMPARED = ("COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_LESSTHAN", "COMPARE_GREATERTHAN")
TRUE, FALSE = {"kind": "BOOLEAN", "text": "true"}, {"kind": "BOOLEAN", "text": "false"}


@lru_cache(KEPT)
def folded(view: View, empty: frozenset[str]) -> View:
    """The view where the parameters `empty` are NULL and no others are. What it shares with others stays as it is."""
    if not empty or view.shared:
        return view
    parsed = syntax.tree(view.sql, view.name)
    sql = f"{view.sql.splitlines()[0]}\n{syntax.statement(_folded(parsed, empty))}"
    left = {node["identifier"] for node in syntax.nodes(syntax.tree(sql, view.name)) if node.get("type") == "VALUE_PARAMETER"}
    return replace(view, sql=sql, parameters=frozenset(left))


def _folded(part: Any, empty: Collection[str]) -> Any:
    """The same with each question whether a parameter is NULL answered, and what that decides decided."""
    if isinstance(part, list):
        return [_folded(child, empty) for child in part]
    if not isinstance(part, dict):
        return part
    made = {key: _folded(child, empty) for key, child in part.items()}
    kind = made.get("type", "")
    if kind in ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL") and made["children"][0].get("type") == "VALUE_PARAMETER":
        is_empty = made["children"][0]["identifier"] in empty
        return _constant(made, TRUE if is_empty == (kind == "OPERATOR_IS_NULL") else FALSE)
    if kind in ("CONJUNCTION_AND", "CONJUNCTION_OR"):
        return _conjunction(made)
    if made.get("class") == "CASE":
        return _case(made, empty)
    if made.get("type") == "SELECT_NODE" and _literal(made.get("where_clause")) == TRUE:
        return {**made, "where_clause": None}
    return made


def _conjunction(node: Node) -> Node:
    neutral, decisive = (TRUE, FALSE) if node["type"] == "CONJUNCTION_AND" else (FALSE, TRUE)
    children = [child for child in node["children"] if _literal(child) != neutral]
    if any(_literal(child) == decisive for child in children):
        return _constant(node, decisive)
    if not children:
        return _constant(node, neutral)
    return {**node, "children": children} if len(children) > 1 else {**children[0], "alias": node["alias"]}


def _case(node: Node, empty: Collection[str]) -> Node:
    """A CASE without the cases that no row is: what is compared with NULL is neither true nor false."""
    checks = [check for check in node["case_checks"] if not _never(check["when_expr"], empty)]
    return {**node, "case_checks": checks} if checks else {**node["else_expr"], "alias": node["alias"]}


def _never(node: Node, empty: Collection[str]) -> bool:
    compared = node.get("type") in COMPARED and any(node[side].get("identifier") in empty for side in ("left", "right"))
    return compared or _literal(node) == FALSE


def _literal(node: Node | None) -> Any:
    return node["literal"] if node and node.get("class") == "CONSTANT" else None


def _constant(node: Node, literal: dict[str, Any]) -> Node:
    return {"class": "CONSTANT", "type": "VALUE_CONSTANT", "alias": node["alias"], "query_location": 0, "literal": literal}
