"""From a view's text to how its quantiles are answered from rows in memory, or the reason why they are not."""

from __future__ import annotations

from collections.abc import Collection

from queries import syntax
from queries.totals.cube import TIME
from queries.totals.expression import compiled
from queries.totals.group import Stage
from queries.totals.listed import Listed
from queries.totals.values import Declined, Expression, Node

Named = tuple[str, Node]


def listed(rows: Named, lists: Named, stages: tuple[Stage, ...], tables: Collection[str], truths: frozenset[str]) -> Listed:
    """The plan of a view whose first SELECT `rows` gives a value a row and whose second lists them. Raises Declined where they do else."""
    name, node = rows
    table = node["from_table"].get("table_name", "")
    plain = (
        node["type"] == "SELECT_NODE" and node["from_table"]["type"] == "BASE_TABLE" and not node["group_sets"] and not node.get("qualify")
    )
    if not plain or table not in tables:
        raise Declined("it reads more than sums of one rollup")
    given = {item.get("alias") or _column(item): item for item in node["select_list"]}
    value = [item for output, item in given.items() if output not in TIME]
    if len(value) != 1 or lists[1]["from_table"].get("table_name") != name or lists[1].get("where_clause"):
        raise Declined("it reads single rows")
    keys = [_column(key) for key in lists[1]["group_expressions"]]
    if not set(keys) <= set(TIME) or not lists[1]["group_sets"]:
        raise Declined("it groups by more than time")
    made = [(item.get("alias") or _column(item), item) for item in lists[1]["select_list"]]
    sorts = [output for output, item in made if _is_list(item)]
    counts = [output for output, item in made if item.get("function_name") == "count_star"]
    if len(sorts) != 1 or len(counts) > 1 or {output for output, _ in made} - {*TIME, *sorts, *counts}:
        raise Declined("it takes more than a list of rows")
    where: Expression | None = compiled(node["where_clause"]) if node.get("where_clause") else None
    return Listed(
        table,
        tuple(sorted(syntax.named([value[0], node.get("where_clause")]))),
        where,
        compiled(value[0]),
        tuple(tuple(keys[place] for place in places) for places in lists[1]["group_sets"]),
        lists[0],
        sorts[0],
        counts[0] if counts else None,
        stages,
        truths,
    )


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
    return inner.get("function_name") == "list" and condition.get("type") == "OPERATOR_IS_NOT_NULL"
