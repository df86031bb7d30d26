"""Functions that a source may use on a column: the text is read as the source declares, and a row whose text cannot be so is rejected.

`moment("Created")` is a time, `number("Price")` a number, `duration("First reply")` an interval, written HH:MM:SS.
"""

from functools import lru_cache

import duckdb

from queries import casting, syntax
from queries.casting import quoted
from queries.exports.sources import Source

TYPES = {"moment": casting.MOMENT, "number": "DOUBLE", "duration": casting.DURATION}
WORDS = {"moment": "is not a date and time", "number": "is not a number", "duration": "is not a duration of hours, minutes and seconds"}


def used(source: Source) -> tuple[tuple[str, str], ...]:
    """The functions that a source calls, each with the column that it is called on."""
    return _used(source.select, source.path.name)


@lru_cache(syntax.KEPT)
def _used(select: str, name: str) -> tuple[tuple[str, str], ...]:
    calls = (node for node in syntax.nodes(syntax.tree(select, name)) if node.get("function_name") in TYPES)
    inner = ((call["function_name"], argument["expression"]) for call in calls for argument in call["arguments"])
    return tuple(sorted({(name, node["column_names"][-1]) for name, node in inner if node["class"] == "COLUMN_REF"}))


def define(con: duckdb.DuckDBPyConnection, how: casting.Reading) -> None:
    """Make the functions, for texts that are written so."""
    for name, kind in TYPES.items():
        con.execute(f"create or replace temp macro {name}(x) as ({casting.expression('x', 'VARCHAR', kind, how)})")


def casts(source: Source) -> list[tuple[str, str, str]]:
    """Casts and `strptime` of columns, at which a query breaks off: the column, SQL that gives NULL instead, and a reason."""
    found = []
    for node in syntax.nodes(syntax.tree(source.select, source.path.name)):
        if node.get("class") == "CAST" and not node["try_cast"] and node["child"]["class"] == "COLUMN_REF":
            column = node["child"]["column_names"][-1]
            safe = {**node, "try_cast": True, "child": _bare(node["child"])}
            found.append((column, syntax.written(safe), f"cannot be read as {node['type_expr']['type_name'].lower()}"))
        elif node.get("function_name") == "strptime" and node["arguments"][0]["expression"]["class"] == "COLUMN_REF":
            first, *others = node["arguments"]
            column = first["expression"]["column_names"][-1]
            arguments = [{**first, "expression": _bare(first["expression"])}, *others]
            safe = {**node, "function_name": "try_strptime", "qualified_name": {"path": ["try_strptime"]}, "arguments": arguments}
            found.append((column, syntax.written(safe), WORDS["moment"]))
    return found


def _bare(column: syntax.Node) -> syntax.Node:
    """A column without the name of its table."""
    return {**column, "column_names": column["column_names"][-1:]}


def sift(con: duckdb.DuckDBPyConnection, source: Source, cells: str, with_casts: bool = False) -> None:
    """The relation `export`: the rows of `cells` whose texts the functions, and the casts where it is said, can read.

    The others are added to `rejected`.
    """
    looks = [(column, f"{name}({quoted(column)}::varchar)", WORDS[name]) for name, column in used(source)]
    looks += casts(source) if with_casts else []
    conditions = [f"({quoted(column)} is not null and {safe} is null)" for column, safe, _ in looks]
    con.execute("delete from rejected where source = $1", [source.name])
    for (column, _, reason), condition in zip(looks, conditions, strict=True):
        con.execute(
            f"insert into rejected select line, $1, {quoted(column)}::varchar, $2, $3 from {cells} where {condition}",
            [column, reason, source.name],
        )
    less = f" where not ({' or '.join(conditions)})" if conditions else ""
    con.execute(f"create or replace temp view export as select * from {cells}{less}")
