"""A view's syntax tree with the values of its parameters put in, and what these decide decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from queries.totals.expression import compiled
from queries.totals.reading import days
from queries.totals.values import Columns, Declined, Node, true

ONE = Columns({"": np.zeros(1)})


def filled(node: Any, given: Mapping[str, object]) -> Any:
    """The tree with each parameter replaced by its value; a comparison of two values becomes its result, a case that cannot be goes."""
    if isinstance(node, list):
        return [filled(child, given) for child in node]
    if not isinstance(node, dict):
        return node
    if node.get("class") == "PARAMETER":
        return {**node, "class": "CONSTANT", "literal": _literal(given.get(node["identifier"]))}
    made = {key: filled(child, given) for key, child in node.items()}
    if made.get("class") == "COMPARISON" and _constant(made["left"]) and _constant(made["right"]):
        return _decided(made)
    if made.get("class") == "OPERATOR" and made["type"] in ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL") and _constant(made["children"][0]):
        return _decided(made)
    if made.get("type") == "SELECT_NODE":
        return _joined(made)
    return _case(made) if made.get("class") == "CASE" else made


def _joined(node: Node) -> Node:
    """A SELECT without a left join that finds nothing."""
    join = node["from_table"]
    if join["type"] != "JOIN" or join["join_type"] != "LEFT" or not _never(join["condition"] or {}):
        return node
    others = {part: _without(child, join["right"]["alias"]) for part, child in node.items() if part != "from_table"}
    return {**others, "from_table": join["left"]}


def _without(part: Any, gone: str) -> Any:
    """A column of what is not joined is NULL, as names are."""
    if isinstance(part, list):
        return [_without(child, gone) for child in part]
    if not isinstance(part, dict):
        return part
    if part.get("class") != "COLUMN_REF" or part["column_names"][0] != gone:
        return {key: _without(child, gone) for key, child in part.items()}
    nothing = {"class": "CONSTANT", "literal": {"kind": "NULL_LITERAL"}}
    return {"class": "CAST", "child": nothing, "type_expr": {"type_name": "varchar"}, "alias": part["alias"] or part["column_names"][-1]}


def _never(condition: Node) -> bool:
    """Whether a condition holds for no row, whatever is in it."""
    if condition.get("type") == "CONJUNCTION_AND":
        return any(map(_never, condition["children"]))
    return _constant(condition) and not true(compiled(condition)(Columns(ONE)))[0]


def _constant(node: Node) -> bool:
    return node.get("class") == "CONSTANT"


def _decided(node: Node) -> Node:
    value = compiled(node)(Columns(ONE))[0]
    literal = {"kind": "NULL_LITERAL"} if np.isnan(value) else {"kind": "NUMERIC", "text": str(value)}
    return {**node, "class": "CONSTANT", "literal": literal, "alias": node.get("alias", "")}


def _case(node: Node) -> Node:
    checks = []
    for check in node["case_checks"]:
        if not _constant(check["when_expr"]):
            checks.append(check)
        elif true(compiled(check["when_expr"])(Columns(ONE)))[0]:
            return _instead(node, checks, check["then_expr"])
    return _instead(node, checks, node["else_expr"])


def _instead(node: Node, checks: list[Node], otherwise: Node) -> Node:
    if not checks:
        return {**otherwise, "alias": node.get("alias", "")}
    return {**node, "case_checks": checks, "else_expr": otherwise}


def _literal(value: object) -> Node:
    if value is None:
        return {"kind": "NULL_LITERAL"}
    if isinstance(value, str):
        return {"kind": "STRING", "text": value}
    if isinstance(value, bool | int | float):
        return {"kind": "NUMERIC", "text": str(float(value))}
    if isinstance(value, date):
        return {"kind": "NUMERIC", "text": str(float(days(value)))}
    raise Declined("it is asked with a list")
