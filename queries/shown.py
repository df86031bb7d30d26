"""The one place where a number becomes text, and where 'no data', 'few answers' and 'hidden' are told apart."""

from __future__ import annotations

import math

import pandas as pd

from queries.registry import Metric

NO_DATA, FEW, HIDDEN, OK = "no data", "few", "hidden", "ok"
LABELS = {NO_DATA: "no data", FEW: "few answers", HIDDEN: "hidden", OK: ""}
SECOND, MINUTE, HOUR, DAY = 1 / 60, 1.0, 60.0, 1440.0
_GAP = "\u00a0"  # Between a number and its unit no line may break.


def missing(value: float | None) -> bool:
    """Whether there is no number: None, NaN or a missing value of pandas."""
    return value is None or value is pd.NA or value != value


def state(value: float | None, n: float | None, metric: Metric, hidden: bool = False) -> str:
    """'hidden' where privacy forbids it, 'no data' where there is none, 'few' below the metric's threshold, else 'ok'."""
    if hidden or (metric.hidden and not missing(n) and 0 < float(n or 0) < metric.hidden):
        return HIDDEN
    if missing(value):
        return NO_DATA
    return FEW if not missing(n) and float(n or 0) < metric.few else OK


def text(value: float | None, unit: str, currency: str = "") -> str:
    """'78.2 %', '33', '11.5 min', '3.2 h', '1,204', '12,345 EUR'; 'no data' where there is no number."""
    if value is None or missing(value):
        return LABELS[NO_DATA]
    if unit == "share":
        return f"{100 * value:.1f}{_GAP}%"
    if unit in ("minutes", "hours"):
        return duration(value * (HOUR if unit == "hours" else MINUTE))
    if unit == "score":
        return _plain(value, 0 if abs(value) >= 10 else 1)
    if unit == "ratio":
        return f"{value:,.3g}"
    return _plain(value, 0) + (_GAP + currency if currency else "")


def change(value: float | None, unit: str, currency: str = "") -> str:
    """A difference with its sign: '+2.1 pts', '-3.1 min'; '0' where it rounds to nothing."""
    if value is None or missing(value):
        return LABELS[NO_DATA]
    size = {"share": lambda: f"{100 * abs(value):.1f}{_GAP}pts", "score": lambda: f"{abs(value):.1f}{_GAP}points"}
    said = size.get(unit, lambda: text(abs(value), unit, currency))()
    if not any(digit in said for digit in "123456789"):
        return "0"
    return ("+" if value > 0 else "-") + said


def duration(minutes: float) -> str:
    """'40 s', '11.5 min', '3.2 h' or '2.5 days', whichever reads best."""
    size = abs(minutes)
    for unit, limit, width in (("s", MINUTE, SECOND), ("min", 90 * MINUTE, MINUTE), ("h", 2 * DAY, HOUR), ("days", math.inf, DAY)):
        if size < limit:
            return f"{_plain(minutes / width, 0 if unit == 's' else 1)}{_GAP}{unit}"
    raise AssertionError("Every duration is below infinity.")


def _plain(value: float, decimals: int) -> str:
    said = f"{value:,.{decimals}f}"
    said = said.removesuffix(".0")
    return said.removeprefix("-") if not any(digit in said for digit in "123456789") else said
