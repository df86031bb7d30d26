"""Names of the people in a view's rows: looked up in memory for the rows that are shown, not joined with all people there are.

The view's own text says where the names go: its last SELECT joins `whole_people` for nothing but `name`. It is asked without that join.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from queries import syntax
from queries.asking.binding import View, shared, view
from queries.syntax import Node

PEOPLE, ID, NAME = "whole_people", "person_id", "name"


class Told(NamedTuple):
    """A column that holds ids and is to hold names, or NULL where a person has none; `itself`: the id then."""

    column: str
    itself: bool


@dataclass(frozen=True)
class Unnamed:
    """A view without its joins with people, and the columns that are told by name."""

    view: View
    told: tuple[Told, ...]


@cache
def unnamed(name: str) -> Unnamed | None:
    """The view of that name without the joins that only name people; None where it has none."""
    given = view(name)
    parsed = syntax.tree(given.sql, name)
    node = parsed["statements"][0]["node"]
    if node["type"] != "SELECT_NODE":
        return None
    found = [join for join in _joins(node["from_table"]) if _is_named(join)]
    told: list[Told] = []
    for join in found:
        columns = _columns(node, join)
        if columns:
            told += columns
            node["from_table"] = _without(node["from_table"], join["right"]["alias"])
    if not told:
        return None
    sql = f"{given.sql.splitlines()[0]}\n{syntax.statement(parsed)}"
    texts = [parsed, *(syntax.tree(shared()[other], other) for other in given.shared)]
    others = {part["table_name"] for part in syntax.nodes(texts) if part.get("type") == "BASE_TABLE"}
    left = tuple(relation for relation in given.relations if relation != PEOPLE or relation in others)
    return Unnamed(replace(given, sql=sql, relations=left), tuple(told))


def _joins(table: Node) -> list[Node]:
    if table["type"] != "JOIN":
        return []
    return [table, *_joins(table["left"])]


def _is_named(join: Node) -> bool:
    right, condition = join["right"], join["condition"] or {}
    if join["join_type"] != "LEFT" or right.get("table_name") != PEOPLE or condition.get("type") != "COMPARE_EQUAL":
        return False
    return condition["right"].get("column_names") == [right["alias"], ID] and condition["left"]["class"] == "COLUMN_REF"


def _columns(node: Node, join: Node) -> list[Told]:
    """The columns of a SELECT that hold the name, which are made to hold the id; none where it takes more of the person than the name."""
    alias, key = join["right"]["alias"], join["condition"]["left"]
    places: dict[int, Told] = {}
    for place, item in enumerate(node["select_list"]):
        if item.get("column_names") == [alias, NAME]:
            places[place] = Told(item["alias"] or NAME, itself=False)
        elif item.get("type") == "OPERATOR_COALESCE" and [part.get("column_names") for part in item["children"]] == [
            [alias, NAME],
            key["column_names"],
        ]:
            places[place] = Told(item["alias"], itself=True)
    items = [item for place, item in enumerate(node["select_list"]) if place not in places]
    joined = [other["condition"] for other in _joins(node["from_table"]) if other is not join]
    used = [*items, *joined, *(part for name, part in node.items() if name not in ("select_list", "from_table", "cte_map"))]
    if any(alias in part.get("column_names", ())[:1] for part in syntax.nodes(used)):
        return []
    for place, told in places.items():
        node["select_list"][place] = {**key, "alias": told.column}
    return list(places.values())


def _without(table: Node, alias: str) -> Node:
    if table["type"] == "JOIN" and table["right"].get("alias") == alias:
        return table["left"]
    return {**table, "left": _without(table["left"], alias)} if table["type"] == "JOIN" else table
