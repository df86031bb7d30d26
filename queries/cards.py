"""A metric for the filters at hand as a card shows it: value, interval, n, change, verdict, target and sparkline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from queries import registry, shown, views
from queries.filters import Filters
from queries.measures.statistics import DOWN, UP, Difference, Estimate, difference
from queries.registry import Metric
from queries.snapshot import Snapshot

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Card:
    """One number. `verdict` is '' without a comparison; `good` says whether the change is, None where that is not clear.

    `spark` are the values of the period's complete buckets, in order; `currency` is set for money only; `tier` says where it comes from.
    """

    metric: Metric
    state: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    before: float | None = None
    before_n: int = 0
    difference: float | None = None
    diff_low: float | None = None
    diff_high: float | None = None
    verdict: str = ""
    good: bool | None = None
    target: float | None = None
    spark: tuple[float, ...] = ()
    currency: str = ""
    tier: str = ""


def cards(snapshot: Snapshot, filters: Filters, names: Iterable[str], scope: str = "all") -> list[Card]:
    """A card a metric, in the order of `names`; a money metric gives one a currency, the largest first."""
    return [card for name in names for card in _cards(snapshot, filters, registry.metrics()[name], scope)]


def _cards(snapshot: Snapshot, filters: Filters, metric: Metric, scope: str) -> Iterator[Card]:
    answer = views.run(snapshot, metric.view, filters, scope)
    rows, target = rows_of(answer.columns), snapshot.facts.get(f"target.{metric.name}")
    goal = float(target) if target else None
    if "currency" not in answer.columns:
        yield card(metric, rows, filters, goal, tier=answer.tier)
        return
    for currency in sorted(dict.fromkeys(row["currency"] for row in rows), key=lambda name: -_size(rows, name)):
        yield card(metric, [row for row in rows if row["currency"] == currency], filters, goal, currency, answer.tier)
    if not rows:
        yield Card(metric, shown.NO_DATA, target=goal)


def rows_of(columns: Mapping[str, Any]) -> list[Row]:
    """The rows of a view's columns, a dict each; what is NULL is None, NaN or NaT."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*(values.tolist() for values in columns.values()), strict=True)]


def _size(rows: Sequence[Row], currency: str) -> float:
    """The sum of a currency over this period, by which the largest comes first."""
    return next((_number(row["value"]) or 0.0 for row in rows if row["currency"] == currency and _is_total(row, "this")), 0.0)


def card(metric: Metric, rows: Sequence[Row], filters: Filters, target: float | None = None, currency: str = "", tier: str = "") -> Card:
    """The card of one metric from the rows of its view."""
    now, before = _total(rows, "this"), _total(rows, "before")
    if now is None:
        return Card(metric, shown.NO_DATA, target=target, currency=currency, tier=tier)
    hidden = now.get("hidden") is True
    state = shown.state(_number(now["value"]), _number(now["n"]), metric, hidden)
    if state == shown.HIDDEN:
        return Card(metric, state, target=target, currency=currency, tier=tier)
    made = Card(
        metric,
        state,
        value=_number(now["value"]),
        low=_number(now["low"]),
        high=_number(now["high"]),
        n=int(_number(now["n"]) or 0),
        target=target,
        spark=_spark(rows, filters, metric.hidden),
        currency=currency,
        tier=tier,
    )
    return made if before is None else _compared(made, now, before)


def _compared(made: Card, now: Row, before: Row) -> Card:
    earlier, later = _estimate(before), _estimate(now)
    made = replace(made, before=_number(before["value"]), before_n=int(_number(before["n"]) or 0))
    if earlier is None or later is None:
        return made
    gap = difference(later, earlier)
    changed = replace(made, difference=gap.value, diff_low=gap.low, diff_high=gap.high)
    return replace(changed, verdict=gap.verdict, good=_good(made.metric, gap))


def _good(metric: Metric, gap: Difference) -> bool | None:
    if metric.better == "none" or gap.verdict not in (UP, DOWN):
        return None
    return gap.verdict == metric.better


def _is_total(row: Row, period: str) -> bool:
    return row["period"] == period and shown.missing(row["bucket"])


def _total(rows: Sequence[Row], period: str) -> Row | None:
    return next((row for row in rows if _is_total(row, period)), None)


def _estimate(row: Row) -> Estimate | None:
    value, low, high = (_number(row[column]) for column in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return None
    return Estimate(value, low, high, _number(row.get("se")))


def _spark(rows: Sequence[Row], filters: Filters, hidden: int) -> tuple[float, ...]:
    """Values of the complete buckets, but for those of so few that privacy forbids them."""
    this = [row for row in rows if row["period"] == "this" and not shown.missing(row["bucket"])]
    buckets = [(row["bucket"].date(), row["value"]) for row in this if (_number(row["n"]) or 0) >= hidden]
    known = sorted((day, float(value)) for day, value in buckets if not shown.missing(value))
    return tuple(value for day, value in known if filters.period.complete(day))


def _number(value: Any) -> float | None:
    return None if shown.missing(value) else float(value)
