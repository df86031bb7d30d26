"""Sums over a partition in order: what has come together until a row, the rows of the same place included."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.totals.expanding import number
from queries.totals.expression import compiled
from queries.totals.values import Columns, Declined, Expression, Node, Values, missing

# The frame of a window that has an order and says no more.
UNTIL_HERE = ("UNBOUNDED_PRECEDING", "CURRENT_ROW_RANGE")


def running(node: Node, special: Callable[[Node], Expression | None]) -> Expression:
    """`sum(value) over (partition by … order by key)`; NULL until a value is known. Raises Declined for any other window in order."""
    plain = node["function_name"] == "sum" and (node["start"], node["end"]) == UNTIL_HERE and len(node["orders"]) == 1
    if not plain or node["orders"][0]["type"] == "DESCENDING" or node.get("filter_expr") or node.get("filter"):
        raise Declined(f"it uses {node['function_name']} over rows in order")
    argument = compiled(node["arguments"][0]["expression"], special)
    key = coded(node["orders"][0]["expression"], special)
    partitions = [coded(part, special) for part in node.get("partitions") or ()]

    def over(columns: Columns) -> Values:
        values, place, parts = argument(columns), key(columns), [part(columns) for part in partitions]
        order = np.lexsort([place, *parts])
        group = np.column_stack([part[order] for part in parts] or [np.zeros(len(order), np.intp)])
        return _summed(values, order, _begins(group), place[order])

    return over


def _begins(group: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Where another group begins than that of the row before."""
    return np.append(True, (group[1:] != group[:-1]).any(axis=1))[: len(group)]


def _summed(values: Values, order: npt.NDArray[np.intp], begins: npt.NDArray[np.bool_], place: npt.NDArray[np.intp]) -> Values:
    if not len(order):
        return np.zeros(0)
    sorted_values = values[order]
    known = ~np.isnan(sorted_values)
    sums, counts = np.cumsum(np.where(known, sorted_values, 0.0)), np.cumsum(known)
    start = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    # Rows of the same place see each other: each takes the sum at the last of them.
    last = np.append(begins[1:] | (place[1:] != place[:-1]), True)
    ends = np.flatnonzero(last)[np.cumsum(np.append(0, last[:-1]))]
    before = start - 1
    total = sums[ends] - np.where(before >= 0, sums[before], 0.0)
    total[counts[ends] - np.where(before >= 0, counts[before], 0) == 0] = np.nan
    found = np.empty(len(order))
    found[order] = total
    return found


def coded(node: Node, special: Callable[[Node], Expression | None]) -> Expression:
    """The codes of an expression's values, made once for all windows over the same rows."""
    expression, place = compiled(node, special), number({"class": "CODES", "of": node})

    def once(columns: Columns) -> Values:
        found = columns.computed.get(place)
        if found is None:
            found = columns.computed[place] = codes(expression(columns))
        return found

    return once


def codes(values: Values) -> npt.NDArray[np.intp]:
    """A number a different value, in their order; NULLs are alike."""
    if values.dtype == object:
        # A period's name is on every row: hashing is much quicker than putting texts in order.
        return pd.factorize(values, sort=True)[0] + 1
    empty, found = missing(values), np.zeros(len(values), np.intp)
    if not empty.all():
        found[~empty] = np.unique(values[~empty], return_inverse=True)[1] + 1
    return found
