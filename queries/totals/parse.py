"""From a view's text to the stages that answer it from totals in memory, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from queries import syntax
from queries.relations import SIDES
from queries.totals import people
from queries.totals.cube import TIME
from queries.totals.expression import compiled
from queries.totals.filling import ONE, filled
from queries.totals.group import Stage, group
from queries.totals.listed import Listed
from queries.totals.listing import listed
from queries.totals.rows import DAY, GROUPING, Aggregate, First
from queries.totals.select import select
from queries.totals.values import Declined, Expression, Node, Special
from queries.totals.view import Plan

EVERY, SPLIT, UNTIL = "every_", "split_", "until_"


def plan(
    sql: str,
    name: str,
    given: Mapping[str, object],
    tables: Collection[str],
    columns: Mapping[str, Sequence[str]],
    measures: Mapping[str, Sequence[str]],
) -> Plan | Listed:
    """The plan of a view with the values `given` for its parameters.

    `tables` are those of the contract, `columns` the columns of each rollup, `measures` those that are sums. Raises Declined where
    there is no plan.
    """
    node = filled(syntax.tree(sql, name)["statements"][0]["node"], given)
    named = [*((entry["key"], entry["value"]["query_node"]) for entry in node["cte_map"]["map"]), ("", node)]
    truths = frozenset(_output(item) for _, stage in named for item in stage.get("select_list", ()) if _is_truth(item))
    if len(named) > 2 and named[0][1].get("from_table", {}).get("table_name") in tables:
        return listed(named[0], named[1], _stages({named[1][0]}, named[2:]), tables, truths)
    name, node = named[0]
    first, *others = (_first(name, part, columns, measures) for part in _united(node))
    return Plan(first, _stages({name}, named[1:]), truths, tuple(_called(other, first) for other in others))


def _called(other: First, first: First) -> First:
    """A part of a union, whose columns are called as those of the first."""
    if len(other.items) != len(first.items):
        raise Declined("it adds up what has other columns")
    return replace(other, items=tuple((name, item) for (name, _), (_, item) in zip(first.items, other.items, strict=True)))


def _united(node: Node) -> list[Node]:
    """The SELECTs of a UNION ALL, or the one that it is."""
    if node["type"] == "SET_OPERATION_NODE" and node["setop_type"] == "UNION" and node["setop_all"] and not node["modifiers"]:
        return list(node["children"])
    return [node]


def _stages(known: set[str], named: Sequence[tuple[str, Node]]) -> tuple[Stage, ...]:
    made: list[Stage] = []
    for name, node in named:
        source = node.get("from_table", {}).get("table_name", "")
        if source not in known:
            raise Declined("it reads more than sums of one rollup")
        made.append((group if node.get("group_sets") else select)(name, node, source))
        known.add(name)
    return tuple(made)


def _first(name: str, node: Node, columns: Mapping[str, Sequence[str]], measures: Mapping[str, Sequence[str]]) -> First:
    if node["type"] != "SELECT_NODE" or node["from_table"]["type"] != "BASE_TABLE" or node.get("having") or node.get("qualify"):
        raise Declined("it reads more than sums of one rollup")
    relation = node["from_table"]["table_name"]
    rollup = relation.removeprefix(EVERY).removeprefix(SPLIT).removeprefix(UNTIL)
    if not (rollup in measures or people.columns(relation)) or not node["group_sets"]:
        raise Declined("it reads more than sums of one rollup")
    sums = set(measures.get(rollup, ()))
    dimensions = [column for column in columns.get(rollup, people.columns(rollup)) if column not in sums]
    last, where = _last_day(node.get("where_clause"))
    node = {**node, "where_clause": where}
    used = syntax.named(node)
    sides = SIDES if relation.startswith(SPLIT) else ()
    keys = [_name_of(key) for key in node["group_expressions"]]
    strange, daily = used - sums - {*dimensions, *TIME, *sides}, DAY in keys
    if strange or (DAY in used and not daily) or (daily and relation.startswith((EVERY, SPLIT))):
        raise Declined("it reads single days" if DAY in used else f"the rollup has no {', '.join(sorted(strange))}")
    aggregates: list[Aggregate] = []
    special = _aggregating(sums, set(dimensions), aggregates)
    items = tuple((_output(item), compiled(item, special)) for item in node["select_list"])
    plain = not node.get("where_clause") and set(keys) <= set(TIME)
    counts = plain and all((rollup, aggregate.who) in people.PEOPLE and not aggregate.where for aggregate in aggregates)
    if rollup not in measures and not counts:
        raise Declined("it reads more than sums of one rollup")
    return First(
        name,
        rollup,
        relation.startswith(EVERY),
        relation.startswith(UNTIL),
        daily,
        bool(sides),
        counts,
        "bucket" in used,
        tuple(sorted({*_chosen(node, set(dimensions)), *(aggregate.who for aggregate in aggregates)} - {""})),
        _condition(node.get("where_clause"), sums),
        tuple(tuple(keys[place] for place in places) for places in node["group_sets"]),
        tuple(aggregates),
        items,
        last,
    )


def _last_day(where: Node | None) -> tuple[float, Node | None]:
    """The last day that counts where the condition is `day <= …`, and what else it asks for."""
    if (
        not where
        or where.get("type") != "COMPARE_LESSTHANOREQUALTO"
        or syntax.named(where["left"]) != {DAY}
        or syntax.named(where["right"])
    ):
        return np.inf, where
    last = float(compiled(where["right"])(ONE)[0])
    return (-np.inf if np.isnan(last) else last), None


def _chosen(node: Node, dimensions: set[str]) -> tuple[str, ...]:
    """Dimensions in the conditions on rows: WHERE and the filters of the sums."""
    conditions = [node.get("where_clause"), *(found.get("filter") for found in syntax.nodes(node["select_list"]))]
    return tuple(sorted(syntax.named(conditions) & dimensions))


def _name_of(key: Node) -> str:
    if key["class"] == "COLUMN_REF":
        return str(key["column_names"][-1].lower())
    if key["class"] == "FUNCTION" or key["class"] == "OPERATOR":
        raise Declined("it groups by an expression")
    raise Declined("it groups by place")


def _is_truth(item: Node) -> bool:
    """Whether what is selected is true or false by its form. A later SELECT that takes it over takes its name over too."""
    kind = item.get("type", "")
    return item["class"] in ("COMPARISON", "CONJUNCTION", "BETWEEN") or kind.startswith(("OPERATOR_NOT", "OPERATOR_IS", "COMPARE_"))


def _output(item: Node) -> str:
    return item.get("alias") or (item["column_names"][-1] if "column_names" in item else "")


def _condition(node: Node | None, sums: set[str]) -> Expression | None:
    """A condition on whole rows of the rollup: on its dimensions, never on what is summed."""
    if not node:
        return None
    if syntax.named(node) & sums:
        raise Declined("it chooses rows by a sum")
    return compiled(node)


def _aggregating(sums: set[str], dimensions: set[str], found: list[Aggregate]) -> Special:
    def special(node: Node) -> Expression | None:
        if node["class"] == "OPERATOR" and node["type"] == "GROUPING_FUNCTION":
            return _reader(f"{GROUPING}{_name_of(node['children'][0])}")
        if node["class"] == "COLUMN_REF" and node["column_names"][-1].lower() in sums:
            raise Declined("it reads single rows")
        if node["class"] != "FUNCTION" or node["function_name"] not in ("sum", "count", "min", "max", "count_star", "bool_or", "avg"):
            return None
        argument = node["arguments"][0]["expression"] if node["arguments"] else {"class": ""}
        name = argument["column_names"][-1].lower() if argument["class"] == "COLUMN_REF" else ""
        where = _condition(node.get("filter"), sums)
        if node["function_name"] == "count" and node["distinct"] and name in dimensions:
            found.append(Aggregate("", where, name))
        elif node["function_name"] == "sum" and name in sums:
            found.append(Aggregate(name, where))
        else:
            raise Declined(f"it takes a {node['function_name']} of rows")
        return _reader(f"aggregate {len(found) - 1}")

    return special


def _reader(name: str) -> Expression:
    return lambda columns: columns[name]
