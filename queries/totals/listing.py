"""From a view's text to how its quantiles are answered from rows in memory, or the reason why they are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from queries import syntax
from queries.totals.cube import TIME
from queries.totals.expanding import number
from queries.totals.expression import compiled
from queries.totals.group import Stage
from queries.totals.listed import Key, Listed, Value
from queries.totals.values import Declined, Expression, Node

Named = tuple[str, Node]


def listed(rows: Named, lists: Named, stages: tuple[Stage, ...], tables: Collection[str], truths: frozenset[str]) -> Listed:
    """The plan of a view whose first SELECT `rows` gives values a row and whose second lists them. Raises Declined where they do else."""
    name, node = rows
    table = node["from_table"].get("table_name", "")
    plain = (
        node["type"] == "SELECT_NODE" and node["from_table"]["type"] == "BASE_TABLE" and not node["group_sets"] and not node.get("qualify")
    )
    if not plain or table not in tables:
        raise Declined("it reads more than sums of one rollup")
    given = {item.get("alias") or _column(item): item for item in node["select_list"]}
    if lists[1]["from_table"].get("table_name") != name or lists[1].get("where_clause"):
        raise Declined("it reads single rows")
    keys = [_column(key) for key in lists[1]["group_expressions"]]
    groups = [key for key in dict.fromkeys(keys) if key not in TIME]
    if len(groups) > 1 or not set(groups) <= given.keys() or not lists[1]["group_sets"]:
        raise Declined("it groups by more than time and one column")
    made = [(item.get("alias") or _column(item), item) for item in lists[1]["select_list"]]
    sorts = {output: _listed(item) for output, item in made if _is_list(item)}
    counts = [output for output, item in made if item.get("function_name") == "count_star"]
    if not sorts or len(counts) > 1 or {output for output, _ in made} - {*TIME, *groups, *sorts, *counts}:
        raise Declined("it takes more than lists of rows")
    if set(sorts.values()) != given.keys() - {*TIME, *groups}:
        raise Declined("it reads single rows")
    where: Expression | None = compiled(node["where_clause"]) if node.get("where_clause") else None
    return Listed(
        table,
        tuple(sorted(syntax.named([*given.values(), node.get("where_clause")]) - set(TIME))),
        where,
        {value: Value((number(given[value]), number(node.get("where_clause"))), compiled(given[value])) for value in sorts.values()},
        _key(groups[0], given) if groups else None,
        tuple(tuple(keys[place] for place in places) for places in lists[1]["group_sets"]),
        lists[0],
        sorts,
        counts[0] if counts else None,
        stages,
        truths,
    )


def _key(name: str, given: Mapping[str, Node]) -> Key:
    read = syntax.named(given[name])
    if len(read) > 1:
        raise Declined("it groups by several columns at once")
    return Key(name, next(iter(read), ""), compiled(given[name]))


def _column(node: Node) -> str:
    if node["class"] != "COLUMN_REF":
        raise Declined("it groups by an expression")
    return str(node["column_names"][-1].lower())


def _is_list(item: Node) -> bool:
    """`list_sort(list(x) filter (where x is not null))`."""
    if item.get("function_name") != "list_sort" or len(item["arguments"]) != 1:
        return False
    inner = item["arguments"][0]["expression"]
    condition = inner.get("filter") or {}
    if inner.get("function_name") != "list" or condition.get("type") != "OPERATOR_IS_NOT_NULL":
        return False
    return _column(condition["children"][0]) == _column(inner["arguments"][0]["expression"])


def _listed(item: Node) -> str:
    """The column that a list is of."""
    return _column(item["arguments"][0]["expression"]["arguments"][0]["expression"])
