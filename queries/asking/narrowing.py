"""Which relations a view asks for nothing but this period: the period compared with need not be planned for them.

Its own text says so: each SELECT that reads such a relation asks for `period = 'this'`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from queries.syntax import Node

PERIOD, THIS = "period", "this"


def this_only(nodes: Iterable[Node]) -> frozenset[str]:
    """The relations that each SELECT among the nodes of a syntax tree narrows to this period, wherever it reads them."""
    found: dict[str, bool] = {}
    for node in nodes:
        if node.get("type") == "SELECT_NODE":
            narrowed = set(_narrowed(node.get("where_clause")))
            read = list(_read(node["from_table"]))
            for table in read:
                name = table["table_name"]
                is_this = (table["alias"] or name) in narrowed or ("" in narrowed and len(read) == 1)
                found[name] = found.get(name, True) and is_this
    return frozenset(name for name, is_this in found.items() if is_this)


def _read(table: Node) -> Iterator[Node]:
    """The relations that a FROM names itself."""
    if table["type"] == "JOIN":
        yield from _read(table["left"])
        yield from _read(table["right"])
    if table["type"] == "BASE_TABLE":
        yield table


def _narrowed(where: Node | None) -> Iterator[str]:
    """What a condition narrows to this period, by the names that it gives them; an empty one where it names none."""
    if where and where["type"] == "CONJUNCTION_AND":
        for child in where["children"]:
            yield from _narrowed(child)
    if where and where["type"] == "COMPARE_EQUAL" and where["right"].get("literal", {}).get("text") == THIS:
        *table, column = where["left"].get("column_names", [""])
        if column == PERIOD:
            yield table[-1] if table else ""
