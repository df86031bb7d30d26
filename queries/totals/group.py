"""A SELECT that groups the rows of one small relation in memory by columns of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queries.totals.expression import compiled
from queries.totals.numbering import grouped
from queries.totals.running import codes
from queries.totals.select import COMBINED, Select
from queries.totals.values import Columns, Declined, Expression, Node, Special, Values, missing, true


@dataclass(frozen=True)
class Aggregate:
    """One aggregate: `function` of the values of `argument` that are known, among the rows that `where` holds for; no argument: the rows."""

    function: str
    argument: Expression | None
    where: Expression | None

    def combined(self, columns: Columns, group: Values, size: int) -> Values:
        """A value a group; without a known value it is NULL, of counts 0."""
        rows = np.ones(len(group), bool) if self.where is None else true(self.where(columns))
        values = np.ones(len(group)) if self.argument is None else self.argument(columns)
        rows &= ~missing(values)
        counted = np.bincount(group[rows], minlength=size).astype(float)
        if self.function == "count":
            return counted
        found = COMBINED[self.function](values[rows], group[rows], size)
        found[counted == 0] = np.nan
        return found


@dataclass(frozen=True)
class Group:
    """Such a SELECT: `items` are computed from the keys and aggregates of each group. `sets` are its grouping sets, by places of keys."""

    name: str
    source: str
    where: Expression | None
    keys: tuple[tuple[str, Expression], ...]
    sets: tuple[tuple[int, ...], ...]
    aggregates: tuple[Aggregate, ...]
    items: tuple[tuple[str, Expression], ...]

    def run(self, given: Columns) -> Columns:
        """The columns that it makes of those given."""
        columns = given.kept(true(self.where(given))) if self.where else given
        keys = [key(columns) for _, key in self.keys]
        coded, size = [codes(values) for values in keys], len(next(iter(columns.values())))
        parts = [self._grouped(columns, keys, chosen, *grouped([coded[place] for place in chosen], size)) for chosen in self.sets]
        return parts[0] if len(parts) == 1 else Columns({name: np.concatenate([part[name] for part in parts]) for name, _ in self.items})

    def _grouped(self, columns: Columns, keys: Sequence[Values], chosen: Sequence[int], group: Values, firsts: Values) -> Columns:
        """The rows of one grouping set: keys that are not in it are NULL."""
        made = Columns({})
        for place, (name, _) in enumerate(self.keys):
            made[name] = keys[place][firsts] if place in chosen else _nothing(keys[place], len(firsts))
        made |= {str(place): found.combined(columns, group, len(firsts)) for place, found in enumerate(self.aggregates)}
        return Columns({name: item(made) for name, item in self.items})


def _nothing(like: Values, size: int) -> Values:
    return np.full(size, None, dtype=object) if like.dtype == object else np.full(size, np.nan)


Stage = Select | Group


def group(name: str, node: Node, source: str) -> Group:
    """The SELECT of a syntax tree. Raises Declined where it does more than this module knows."""
    sets = tuple(tuple(places) for places in node["group_sets"])
    if node["type"] != "SELECT_NODE" or node["modifiers"] or node.get("having") or node.get("qualify"):
        raise Declined("it does more than group")
    if len(sets) > 1 and not all(sets):
        raise Declined("it groups all rows beside parts of them")
    aggregates: list[Aggregate] = []
    special = _aggregating(aggregates)
    items = tuple((item.get("alias") or _column(item), compiled(item, special)) for item in node["select_list"])
    keys = tuple((_column(key), compiled(key)) for key in node["group_expressions"])
    return Group(name, source, compiled(node["where_clause"]) if node.get("where_clause") else None, keys, sets, tuple(aggregates), items)


def _column(node: Node) -> str:
    if node["class"] != "COLUMN_REF":
        raise Declined("it groups by an expression")
    return str(node["column_names"][-1].lower())


def _aggregating(found: list[Aggregate]) -> Special:
    def special(node: Node) -> Expression | None:
        if node["class"] != "FUNCTION" or node["function_name"] not in (*COMBINED, "count", "count_star"):
            return None
        if node["distinct"]:
            raise Declined("it counts different values of rows")
        argument = compiled(node["arguments"][0]["expression"]) if node["arguments"] else None
        where = compiled(node["filter"]) if node.get("filter") else None
        found.append(Aggregate(node["function_name"].removesuffix("_star"), argument, where))
        place = str(len(found) - 1)
        return lambda columns: columns[place]

    return special
