"""Reading SELECT statements through the database's own parser, so that no SQL is taken apart by hand."""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import duckdb

from queries.trouble import Trouble

Node = dict[str, Any]
KEPT = 512


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"python_enable_replacements": "false"})


def _parser() -> duckdb.DuckDBPyConnection:
    """A cursor of the one empty database that parses; opening one costs more than all the parsing."""
    return _database().cursor()


@lru_cache(KEPT)
def parsed(select: str) -> duckdb.Statement:
    """One statement, ready to be run on any cursor, by many at once: parsing is a sixth of what a list costs, and its text is that of all periods."""
    (statement,) = _parser().extract_statements(select)
    return statement


def tree(select: str, name: str) -> Node:
    """The syntax tree of one SELECT. Raises Trouble that names the file when it is none."""
    parsed = json.loads(_parser().execute("select json_serialize_sql($1)", [select]).fetchall()[0][0])
    if parsed.get("error"):
        raise Trouble(f"{name} is not one SELECT: {parsed.get('error_message', 'it cannot be parsed')}.")
    if len(parsed["statements"]) != 1:
        raise Trouble(f"{name} must hold exactly one SELECT.")
    return parsed


def nodes(node: Any) -> Iterator[Node]:
    """Every node of a syntax tree, or of a part of one."""
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from nodes(child)


def named(node: Any) -> set[str]:
    """Last parts, in small letters, of the columns that a part of a syntax tree mentions."""
    return {found["column_names"][-1].lower() for found in nodes(node) if found.get("class") == "COLUMN_REF"}


def relations(select: str, name: str) -> frozenset[str]:
    """Names of the tables that a SELECT reads, less the names that it defines itself in WITH."""
    return relations_of(tree(select, name))


def relations_of(parsed: Node) -> frozenset[str]:
    """The same of its syntax tree."""
    read = {node["table_name"] for node in nodes(parsed) if node.get("type") == "BASE_TABLE"}
    defined = {entry["key"] for node in nodes(parsed) if "cte_map" in node for entry in node["cte_map"]["map"]}
    return frozenset(read - defined)


@lru_cache(KEPT)
def columns(select: str, name: str) -> frozenset[str]:
    """Last parts of all column names that a SELECT mentions and does not make itself by 'as'."""
    found = list(nodes(tree(select, name)))
    made = {node["alias"] for node in found if node.get("alias") and "class" in node and node["class"] != "COLUMN_REF"}
    made |= {node["alias"] for node in found if node.get("class") == "COLUMN_REF" and node["alias"] not in ("", node["column_names"][-1])}
    return frozenset(node["column_names"][-1] for node in found if node.get("class") == "COLUMN_REF") - made


@lru_cache(KEPT)
def output_names(select: str, name: str) -> list[str]:
    """Names of the columns that a SELECT returns; each needs a name of its own."""
    return outputs_of(tree(select, name), name)


def outputs_of(parsed: Node, name: str) -> list[str]:
    """The same of its syntax tree."""
    node = parsed["statements"][0]["node"]
    while node["type"] == "SET_OPERATION_NODE":
        node = node["children"][0]
    names = []
    for item in node["select_list"]:
        own = item["alias"] or (item["column_names"][-1] if item["class"] == "COLUMN_REF" else "")
        if not own:
            raise Trouble(f"{name}: each column of the select needs a name ('… as opened_at'); 'select *' is not enough.")
        names.append(own.lower())
    return names


@lru_cache(KEPT)
def row_by_row(select: str, name: str) -> dict[str, str | None] | None:
    """Where a SELECT looks at each row of `export` by itself: its outputs, each with the column that it is, or None. None for any other SELECT."""
    node = tree(select, name)["statements"][0]["node"]
    if node["type"] != "SELECT_NODE" or node["cte_map"]["map"] or node["group_expressions"] or node["modifiers"] or node["sample"]:
        return None
    if node["from_table"]["type"] != "BASE_TABLE" or any(n.get("class") in ("SUBQUERY", "WINDOW") for n in nodes(node)):
        return None
    columns = (item["column_names"][-1] if item["class"] == "COLUMN_REF" else None for item in node["select_list"])
    return dict(zip(output_names(select, name), columns, strict=True))


@lru_cache(KEPT)
def as_given(select: str, name: str) -> dict[str, str]:
    """The outputs of a SELECT that are columns as they stand, each with the name of that column."""
    node = tree(select, name)["statements"][0]["node"]
    items = node.get("select_list", ())
    return {item["alias"] or item["column_names"][-1]: item["column_names"][-1] for item in items if item["class"] == "COLUMN_REF"}


def written(node: Node) -> str:
    """One expression of a syntax tree as SQL."""
    parsed = tree("select 1", "expression")
    parsed["statements"][0]["node"]["select_list"] = [{**node, "alias": ""}]
    return statement(parsed).removeprefix("SELECT ")


def statement(parsed: Node) -> str:
    """A syntax tree as SQL."""
    return _parser().execute("select json_deserialize_sql($1::json)", [json.dumps(parsed)]).fetchall()[0][0]


@lru_cache(KEPT)
def with_line(select: str, name: str) -> str:
    """The SELECT with the column `line` of `export` added, so that each row it gives can be traced to its line."""
    parsed = tree(select, name)
    _add_line(parsed["statements"][0]["node"], name)
    return statement(parsed)


def _add_line(node: Node, name: str) -> None:
    if node["type"] == "SET_OPERATION_NODE":
        for child in node["children"]:
            _add_line(child, name)
        return
    table = node["from_table"]
    while table["type"] == "JOIN":
        table = table["left"]
    if table["type"] != "BASE_TABLE" or table["table_name"].lower() != "export":
        raise Trouble(f"{name}: the last select must read from export first, so that each row keeps its line.")
    if any(modifier["type"] == "DISTINCT_MODIFIER" for modifier in node["modifiers"]):
        raise Trouble(f"{name}: use 'group by' instead of 'select distinct', so that each row keeps its line.")
    qualified = f"{table['alias'] or 'export'}.line"
    if node["group_expressions"] or node["aggregate_handling"] == "FORCE_AGGREGATES":
        qualified = f"min({qualified})"
    added = tree(f"select {qualified} as line", name)["statements"][0]["node"]["select_list"][0]
    node["select_list"].append(added)
