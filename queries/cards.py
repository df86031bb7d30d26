"""A metric for the filters at hand as a card shows it: value, interval, n, change, verdict, target and sparkline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from queries import registry, shown, views
from queries.filters import Filters
from queries.registry import Metric
from queries.snapshot import Snapshot
from queries.statistics import DOWN, UP, Difference, Estimate, difference


@dataclass(frozen=True)
class Card:
    """One number. `verdict` is '' without a comparison; `good` says whether the change is, None where that is not clear.

    `spark` are the values of the period's complete buckets, in order; `currency` is set for money only.
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


def cards(snapshot: Snapshot, filters: Filters, names: Iterable[str], scope: str = "all") -> list[Card]:
    """A card a metric, in the order of `names`; a money metric gives one a currency, the largest first."""
    return [card for name in names for card in _cards(snapshot, filters, registry.metrics()[name], scope)]


def _cards(snapshot: Snapshot, filters: Filters, metric: Metric, scope: str) -> Iterator[Card]:
    frame = views.run(snapshot, metric.view, filters, scope).frame
    target = snapshot.facts.get(f"target.{metric.name}")
    goal = float(target) if target else None
    if "currency" not in frame:
        yield card(metric, frame, filters, goal)
        return
    for currency in frame["currency"].drop_duplicates():
        yield card(metric, frame[frame["currency"] == currency], filters, goal, currency)
    if frame.empty:
        yield Card(metric, shown.NO_DATA, target=goal)


def card(metric: Metric, frame: pd.DataFrame, filters: Filters, target: float | None = None, currency: str = "") -> Card:
    """The card of one metric from the rows of its view."""
    now, before = _total(frame, "this"), _total(frame, "before")
    if now is None:
        return Card(metric, shown.NO_DATA, target=target, currency=currency)
    hidden = bool(now.get("hidden", False) or False)
    state = shown.state(_number(now["value"]), _number(now["n"]), metric, hidden)
    if state == shown.HIDDEN:
        return Card(metric, state, target=target, currency=currency)
    made = Card(
        metric,
        state,
        value=_number(now["value"]),
        low=_number(now["low"]),
        high=_number(now["high"]),
        n=int(_number(now["n"]) or 0),
        target=target,
        spark=_spark(frame, filters),
        currency=currency,
    )
    return made if before is None else _compared(made, now, before)


def _compared(made: Card, now: pd.Series, before: pd.Series) -> Card:
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


def _total(frame: pd.DataFrame, period: str) -> pd.Series | None:
    rows = frame[(frame["period"] == period) & frame["bucket"].isna()]
    return None if rows.empty else rows.iloc[0]


def _estimate(row: pd.Series) -> Estimate | None:
    value, low, high = (_number(row[column]) for column in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return None
    return Estimate(value, low, high, _number(row.get("se")))


def _spark(frame: pd.DataFrame, filters: Filters) -> tuple[float, ...]:
    rows = frame[(frame["period"] == "this") & frame["bucket"].notna() & frame["value"].notna()].sort_values("bucket")
    days = pd.to_datetime(rows["bucket"]).dt.date
    return tuple(float(value) for day, value in zip(days, rows["value"], strict=True) if filters.period.complete(day))


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]
