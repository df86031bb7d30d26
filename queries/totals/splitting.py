"""Rows repeated with each part of a text: names that stand in one column, one after the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.totals.expression import compiled, constant
from queries.totals.values import Columns, Declined, Node, Values

# The places of the rows that are repeated, and a value for each.
Unnest = Callable[[Columns], tuple[npt.NDArray[np.intp], Values]]


def split(node: Node) -> Unnest:
    """`string_split(text, chr(31))`, which leaves rows without a text out, or `coalesce(…, [null])`, which does not. Raises Declined for any other list."""
    stays = node.get("type") == "OPERATOR_COALESCE" and len(node["children"]) == 2 and _is_nothing(node["children"][1])
    of = node["children"][0] if stays else node
    if of.get("function_name") != "string_split":
        raise Declined("it unnests lists")
    text, between = (argument["expression"] for argument in of["arguments"])
    texts, mark = compiled(text), _mark(between)

    def repeated(columns: Columns) -> tuple[npt.NDArray[np.intp], Values]:
        codes, different = pd.factorize(texts(columns))
        parts = [*(one.split(mark) for one in different), [None] if stays else []]
        lengths = np.array([len(part) for part in parts])
        each, starts = lengths[codes], np.cumsum(lengths) - lengths
        places = np.repeat(np.arange(len(codes)), each)
        within = np.arange(len(places)) - np.repeat(np.cumsum(each) - each, each)
        return places, np.array([*(name for part in parts for name in part), None], dtype=object)[starts[codes][places] + within]

    return repeated


def _is_nothing(node: Node) -> bool:
    """`[null]`."""
    given = [argument["expression"] for argument in node.get("arguments", ())]
    return node.get("function_name") == "list_value" and [one["class"] for one in given] == ["CONSTANT"] and constant(given[0]) is None


def _mark(node: Node) -> str:
    inner = node["arguments"][0]["expression"] if node.get("function_name") == "chr" else node
    if inner["class"] != "CONSTANT":
        raise Declined("it splits texts by what it reads")
    mark = constant(inner)
    made = chr(int(mark)) if isinstance(mark, float) else mark
    if not made:
        raise Declined("it splits texts by nothing")
    return made
