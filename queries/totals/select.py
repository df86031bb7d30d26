"""A SELECT over one small relation in memory: conditions, computed columns, windows over partitions, an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from queries.totals.expression import compiled, constant
from queries.totals.numbering import grouped
from queries.totals.running import coded, running
from queries.totals.splitting import Unnest, split
from queries.totals.values import Columns, Declined, Expression, Node, Values, missing, true


@dataclass(frozen=True)
class Order:
    """One key of ORDER BY."""

    key: Expression
    descending: bool
    nulls_first: bool


@dataclass(frozen=True)
class Select:
    """One SELECT. An item named '*' stands for all columns of its source. Each row is repeated with each of the values `unnested`, if any:
    a name, and what gives the places of the repeated rows and their values."""

    name: str
    source: str
    where: Expression | None
    items: tuple[tuple[str, Expression], ...]
    qualify: Expression | None
    order: tuple[Order, ...]
    unnested: tuple[str, Unnest] | None = None

    def run(self, given: Columns) -> Columns:
        """The columns that it makes of those given."""
        columns = given.kept(true(self.where(given))) if self.where else given
        if self.unnested:
            columns = _repeated(columns, *self.unnested)
        made: dict[str, Values] = {}
        for name, item in self.items:
            if name == "*":
                made |= columns
            else:
                made[name] = item(columns)
        every = Columns({**columns, **made})
        if self.qualify:
            every = every.kept(true(self.qualify(every)))
        place = _place(every, self.order) if self.order else slice(None)
        return Columns({name: every[name][place] for name in made})


def _repeated(columns: Columns, name: str, unnest: Unnest) -> Columns:
    places, values = unnest(columns)
    return Columns({**columns.kept(places), name: values})


def _place(columns: Columns, order: Sequence[Order]) -> npt.NDArray[np.intp]:
    keys: list[npt.NDArray[np.float64]] = []
    for by in order:
        values = by.key(columns)
        empty = missing(values)
        rank = np.zeros(len(values))
        if not empty.all():
            known = values[~empty]
            places = _in_order(known) if known.dtype == object else known
            rank[~empty] = places * (-1.0 if by.descending else 1.0)
        rank[empty] = -np.inf if by.nulls_first else np.inf
        keys.append(rank)
    return np.lexsort(keys[::-1])


def _in_order(texts: Values) -> npt.NDArray[np.intp]:
    """The place of each text among the different ones, of which there are few."""
    places = {text: place for place, text in enumerate(sorted(set(texts.tolist())))}
    return np.array([places[text] for text in texts.tolist()], np.intp)


def select(name: str, node: Node, source: str) -> Select:
    """The SELECT of a syntax tree. Raises Declined where it does more than this module knows."""
    if node["type"] != "SELECT_NODE" or node.get("group_sets") or node["aggregate_handling"] != "STANDARD_HANDLING" or node.get("sample"):
        raise Declined("it groups more than once")
    order: list[Order] = []
    for modifier in node["modifiers"]:
        if modifier["type"] != "ORDER_MODIFIER":
            raise Declined("it limits its rows")
        for key in modifier["orders"]:
            expression = compiled(key["expression"], window)
            order.append(Order(expression, key["type"] == "DESCENDING", key["null_order"] in ("NULLSFIRST", "NULLS FIRST")))
    return Select(
        name,
        source,
        compiled(node["where_clause"], window) if node.get("where_clause") else None,
        tuple(_item(item) for item in node["select_list"]),
        compiled(node["qualify"], window) if node.get("qualify") else None,
        tuple(order),
        next((_unnested(item) for item in node["select_list"] if item.get("function_name") == "unnest"), None),
    )


def _unnested(item: Node) -> tuple[str, Unnest]:
    """`unnest([1, 2, 3]) as name`, or the parts of a text."""
    of = item["arguments"][0]["expression"]
    if of.get("function_name") != "list_value":
        return item["alias"], split(of)
    if any(argument["expression"]["class"] != "CONSTANT" for argument in of["arguments"]):
        raise Declined("it unnests lists")
    values = np.array([constant(argument["expression"]) for argument in of["arguments"]], float)
    return item["alias"], lambda columns: (np.repeat(np.arange(columns.rows()), len(values)), np.tile(values, columns.rows()))


def _item(item: Node) -> tuple[str, Expression]:
    if item["class"] == "STAR":
        if item.get("exclude_list") or item.get("replace_list") or item.get("columns") or item.get("qualified_exclude_list"):
            raise Declined("it chooses among all columns")
        return "*", lambda columns: next(iter(columns.values()))
    if item.get("function_name") == "unnest":
        return item["alias"], lambda columns: columns[item["alias"]]
    return item.get("alias") or item["column_names"][-1], compiled(item, window)


def window(node: Node) -> Expression | None:
    """An aggregate over a partition; NULL where nothing in it is known."""
    if node["class"] != "WINDOW":
        return None
    if node.get("orders"):
        return running(node, window)
    if node["function_name"] not in COMBINED or node.get("filter_expr") or node.get("filter"):
        raise Declined(f"it uses {node['function_name']} over rows in order")
    combine = COMBINED[node["function_name"]]
    argument = compiled(node["arguments"][0]["expression"], window)
    partitions = [coded(key, window) for key in node.get("partitions") or ()]

    def over(columns: Columns) -> Values:
        values = argument(columns)
        group, firsts = grouped([key(columns) for key in partitions], len(values))
        known = ~np.isnan(values)
        found = combine(values[known], group[known], len(firsts))
        found[np.bincount(group[known], minlength=len(firsts)) == 0] = np.nan
        return found[group]

    return over


def _sum(values: Values, group: npt.NDArray[np.intp], size: int) -> Values:
    return np.bincount(group, values, size).astype(float)


def _extreme(function: Any, start: float) -> Any:
    def combine(values: Values, group: npt.NDArray[np.intp], size: int) -> Values:
        found = np.full(size, start)
        function.at(found, group, values)
        return found

    return combine


COMBINED: dict[str, Any] = {
    "sum": _sum,
    "bool_or": _extreme(np.maximum, -np.inf),
    "bool_and": _extreme(np.minimum, np.inf),
    "max": _extreme(np.maximum, -np.inf),
    "min": _extreme(np.minimum, np.inf),
}
