"""SQL expressions over columns of numbers and texts in memory: the parser's syntax tree becomes a function of columns.

Only what views need is known; anything else raises Declined when the expression is compiled, or run where what it is given decides.
Days are the days since 1970.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np

from queries.totals import lists, waits
from queries.totals.expanding import expanded, macros, number
from queries.totals.values import (
    Columns,
    Declined,
    Expression,
    Node,
    Special,
    Values,
    chosen,
    coalesced,
    compared,
    is_in,
    joined,
    missing,
    nullif,
    true,
)


def compiled(node: Node, special: Callable[[Node], Expression | None] = lambda node: None) -> Expression:
    """The function for a node of the syntax tree; `special` may know nodes that this module does not, or knows otherwise."""
    known = special(node)
    if known is None and node["class"] == "COLUMN_REF":
        return _column(node)
    place, make = number(node), known or _made(node, special)

    def once(columns: Columns) -> Values:
        found = columns.computed.get(place)
        if found is None:
            found = columns.computed[place] = make(columns)
        return found

    return once


def _made(node: Node, special: Special) -> Expression:
    make = _KINDS.get(node["class"])
    if make is None:
        raise Declined(f"it uses {node['class'].lower()}")
    return make(node, special)


def _column(node: Node) -> Expression:
    name = node["column_names"][-1].lower()

    def read(columns: Columns) -> Values:
        return columns[name]

    return read


def constant(node: Node) -> float | str | None:
    """Value of a literal, as columns hold it."""
    literal = node["literal"]
    kind, text = literal["kind"], literal.get("text", "")
    if kind == "NULL_LITERAL":
        return None
    if kind in ("INTEGER", "NUMERIC"):
        return float(text)
    if kind == "BOOLEAN":
        return float(str(literal.get("boolean", text)).lower() == "true")
    if kind == "STRING":
        return str(text)
    raise Declined(f"it uses a literal of kind {kind.lower()}")


def _constant(node: Node, special: Special) -> Expression:
    value = constant(node)
    return lambda columns: _full(columns, value)


def _full(columns: Columns, value: float | str | None) -> Values:
    size = columns.rows()
    if isinstance(value, str):
        return np.full(size, value, dtype=object)
    return np.full(size, np.nan if value is None else value)


def _cast(node: Node, special: Special) -> Expression:
    wanted = node["type_expr"]["type_name"].lower()
    inner = compiled(node["child"], special)
    if node["child"]["class"] == "CONSTANT" and isinstance(constant(node["child"]), str):
        return _read(str(constant(node["child"])), wanted)
    if wanted in ("double", "bigint", "integer"):
        return inner if wanted == "double" else lambda columns: np.round(inner(columns))
    if node["child"]["class"] == "CONSTANT" and constant(node["child"]) is None:
        return (lambda columns: np.full(columns.rows(), None, dtype=object)) if wanted == "varchar" else inner
    if wanted == "varchar":
        return lambda columns: _text(inner(columns))
    if wanted == "date" and node["child"]["class"] == "CONSTANT":
        return inner
    raise Declined(f"it casts to {wanted}")


def _text(values: Values) -> Values:
    """A text as it is."""
    if values.dtype != object:
        raise Declined("it writes numbers as text")
    return values


MOMENTS = ("timestamptz", "timestamp with time zone")


def _read(text: str, wanted: str) -> Expression:
    """What a text stands for: a number, or a moment as seconds since 1970."""
    if wanted not in ("double", *MOMENTS):
        raise Declined(f"it casts a text to {wanted}")
    value = datetime.fromisoformat(text).timestamp() if wanted in MOMENTS else float(text)
    return lambda columns: np.full(columns.rows(), value)


def _conjunction(node: Node, special: Special) -> Expression:
    parts = [compiled(child, special) for child in node["children"]]
    decisive = 0.0 if node["type"] == "CONJUNCTION_AND" else 1.0

    def combine(columns: Columns) -> Values:
        result = parts[0](columns)
        for part in parts[1:]:
            result = joined(result, part(columns), decisive)
        return result

    return combine


_COMPARE: dict[str, Callable[[Values, Values], Values]] = {
    "COMPARE_EQUAL": np.equal,
    "COMPARE_NOTEQUAL": np.not_equal,
    "COMPARE_LESSTHAN": np.less,
    "COMPARE_GREATERTHAN": np.greater,
    "COMPARE_LESSTHANOREQUALTO": np.less_equal,
    "COMPARE_GREATERTHANOREQUALTO": np.greater_equal,
}


def _comparison(node: Node, special: Special) -> Expression:
    if node["type"] not in _COMPARE:
        raise Declined(f"it uses {node['type'].lower()}")
    left, right, compare = compiled(node["left"], special), compiled(node["right"], special), _COMPARE[node["type"]]
    return lambda columns: compared(left(columns), right(columns), compare)


def _between(node: Node, special: Special) -> Expression:
    value, low, high = (compiled(node[part], special) for part in ("input", "lower", "upper"))

    def test(columns: Columns) -> Values:
        given = value(columns)
        return joined(compared(given, low(columns), np.greater_equal), compared(given, high(columns), np.less_equal), 0.0)

    return test


def _case(node: Node, special: Special) -> Expression:
    checks = [(compiled(check["when_expr"], special), compiled(check["then_expr"], special)) for check in node["case_checks"]]
    otherwise = compiled(node["else_expr"], special)

    def choose(columns: Columns) -> Values:
        result = otherwise(columns)
        for when, then in reversed(checks):
            result = chosen(true(when(columns)), then(columns), result)
        return result

    return choose


def _operator(node: Node, special: Special) -> Expression:
    kind = node["type"]
    if kind == "ARRAY_EXTRACT" and node["children"][0].get("function_name") == "list_value":
        return _choice(node["children"], special)
    if kind == "ARRAY_EXTRACT":
        listed, place = (compiled(child, special) for child in node["children"])
        return lambda columns: lists.at(listed(columns), place(columns))
    parts = [compiled(child, special) for child in node["children"]]
    if kind == "OPERATOR_COALESCE":
        return lambda columns: coalesced([part(columns) for part in parts])
    if kind == "OPERATOR_NOT":
        return lambda columns: 1.0 - parts[0](columns)
    if kind == "OPERATOR_IS_NULL":
        return lambda columns: missing(parts[0](columns)).astype(float)
    if kind == "OPERATOR_IS_NOT_NULL":
        return lambda columns: (~missing(parts[0](columns))).astype(float)
    if kind in ("COMPARE_IN", "COMPARE_NOT_IN"):
        wanted = kind == "COMPARE_IN"
        return lambda columns: is_in([part(columns) for part in parts], wanted)
    raise Declined(f"it uses {kind.lower()}")


def _choice(children: Sequence[Node], special: Special) -> Expression:
    """`['a', 'b'][place]`: the text at a place counted from 1, or from the end where negative; NULL outside."""
    texts = np.array([*(constant(argument["expression"]) for argument in children[0]["arguments"]), None], dtype=object)
    place = compiled(children[1], special)

    def choose(columns: Columns) -> Values:
        at = place(columns)
        at = np.where(at < 0, at + len(texts), at)
        inside = (at >= 1) & (at < len(texts))
        return texts[np.where(inside, at - 1, len(texts) - 1).astype(np.intp)]

    return choose


_FUNCTIONS: dict[tuple[str, int], Callable[..., Values]] = {
    ("+", 2): np.add,
    ("-", 2): np.subtract,
    ("-", 1): np.negative,
    ("*", 2): np.multiply,
    ("/", 2): np.divide,
    ("abs", 1): np.abs,
    ("sqrt", 1): np.sqrt,
    ("floor", 1): np.floor,
    ("power", 2): np.power,
    ("nullif", 2): nullif,
    ("least", 2): np.fmin,
    ("greatest", 2): np.fmax,
    ("len", 1): lists.lengths,
    ("list_median", 1): lambda values: lists.quantile(values, 0.5),
    ("epoch", 1): lambda moments: moments,
    # Macros that lists in memory answer without going through them.
    ("up_to", 2): lists.up_to,
    ("below", 2): lists.below,
    ("waiting_places", 2): waits.places,
    ("waiting_share", 3): waits.share,
    ("waiting_spread", 3): waits.spread,
    ("waiting_half", 2): waits.half,
}


def _function(node: Node, special: Special) -> Expression:
    name = node["function_name"].lower()
    if name == "list_aggregate" and constant(node["arguments"][1]["expression"]) == "quantile_cont":
        listed, share = compiled(node["arguments"][0]["expression"], special), constant(node["arguments"][2]["expression"])
        return lambda columns: lists.quantile(listed(columns), float(share or 0))
    function = _FUNCTIONS.get((name, len(node["arguments"])))
    if function is None and name in macros():
        return compiled(expanded(name, [argument["expression"] for argument in node["arguments"]]), special)
    arguments = [compiled(argument["expression"], special) for argument in node["arguments"]]
    if function is None:
        raise Declined(f"it uses {name}")
    return lambda columns: function(*(argument(columns) for argument in arguments))


_KINDS: dict[str, Callable[[Node, Special], Expression]] = {
    "CONSTANT": _constant,
    "CAST": _cast,
    "CONJUNCTION": _conjunction,
    "COMPARISON": _comparison,
    "BETWEEN": _between,
    "CASE": _case,
    "OPERATOR": _operator,
    "FUNCTION": _function,
}
