"""A metric on a card: value, change with a word, interval, n, target and sparkline; and the same said in a sentence."""

from __future__ import annotations

from textwrap import wrap

import pandas as pd
import streamlit as st

from pages.parts import export, plain, spark
from queries import shown
from queries.cards import Card
from queries.filters import Filters, listed
from queries.measures.statistics import DOWN, UP

WIDEST, NARROWEST, ONE_LINE = 6, 150, 16
_ARROWS = {UP: "up", DOWN: "down"}
_COLORS = {True: "green", False: "red", None: "gray"}


KEY = "Under each number: its change, whether that is clear, its 95 % interval, and n."


def grid(cards: list[Card]) -> None:
    """Six in a row on a desk, or two rows of as many; two in a row on a phone.

    Of several currencies the largest has the card and the others are named on it.
    """
    first = {card.metric.name: card for card in reversed(cards)}
    shown_cards = [card for card in cards if first[card.metric.name] is card]
    many = len(shown_cards)
    with st.grid(WIDEST if many <= WIDEST else -(-many // 2), min_column_width=NARROWEST):
        for card in shown_cards:
            show(card, [other for other in cards if other is not card and other.metric == card.metric])


def show(card: Card, others: list[Card]) -> None:
    """One card. 'No data', 'few answers' and 'hidden' are three different things on it."""
    unit = card.metric.unit
    value = shown.LABELS[shown.HIDDEN] if card.state == shown.HIDDEN else shown.text(card.value, unit)
    with st.container(border=True, height="stretch", gap="xsmall"):
        label = card.metric.label + (f", {card.currency}" if card.currency else "")
        # The metric's own label would be cut where a card is narrow.
        st.markdown(_two_lines(label))
        st.metric(
            label,
            plain.label(value),
            None if card.difference is None else shown.change(card.difference, unit),
            delta_color=_COLORS[card.good],
            delta_arrow=_ARROWS.get(card.verdict, "off"),
            delta_description=word(card) if card.verdict in _ARROWS else None,
            label_visibility="collapsed",
        )
        if card.state == shown.FEW:
            st.badge(shown.LABELS[shown.FEW], color="orange", help=f"Fewer than {card.metric.few}: read it with care.")
        picture = spark.mark(card.spark, card.good, plain.label(f"{label} over the period"))
        foot = "  \n".join(map(plain.label, _foot(card, others)))
        st.caption(f"{picture}\n\n{foot}" if picture else foot, help=_help(card))


def _two_lines(label: str) -> str:
    """The label in two lines, whatever the card's width, so that the values of a row stand side by side."""
    lines = wrap(label, max(ONE_LINE, len(label) // 2 + 2))
    return "  \n".join([*map(plain.label, lines), "&nbsp;"][: max(2, len(lines))])


def _help(card: Card) -> str:
    """What the number means, and where it comes from."""
    return plain.label(card.metric.definition) + (f"\n\nThis number: {plain.label(card.tier)}." if card.tier else "")


def word(card: Card) -> str:
    """What the change means: 'better', 'worse', 'higher', 'lower' or 'no clear difference'; nothing without a comparison."""
    if card.good is not None:
        return "better" if card.good else "worse"
    return {UP: "higher", DOWN: "lower"}.get(card.verdict, card.verdict)


def _foot(card: Card, others: list[Card]) -> list[str]:
    if card.state == shown.HIDDEN:
        return [f"Fewer than {card.metric.hidden} people answered, or subtraction would show them."]
    if card.state == shown.NO_DATA:
        return ["None in this period."]
    lines = [] if card.verdict in (*_ARROWS, "") else [card.verdict]
    if card.low is not None and card.high is not None:
        lines.append(interval(card))
    lines += [f"n {card.n:,}"] if card.metric.unit != "count" else []
    if card.target is not None:
        lines.append(f"target {shown.text(card.target, card.metric.unit)} {'met' if _met(card, card.target) else 'missed'}")
    return lines + [f"and {shown.text(other.value, other.metric.unit, other.currency)}" for other in others]


def _met(card: Card, target: float) -> bool:
    value = card.value or 0.0
    return value <= target if card.metric.better == "down" else value >= target


def interval(card: Card) -> str:
    """'64.6 – 75.4 %': the 95 % interval, its unit said once where both ends have the same."""
    low, high = (shown.text(value, card.metric.unit) for value in (card.low, card.high))
    number, _, unit = low.partition("\u00a0")
    return f"{number if unit and high.endswith(unit) else low} – {high}"


def against(filters: Filters) -> str:
    """What the period is compared with, in words."""
    if filters.compare == "year":
        return "the same days a year earlier"
    return f"the previous {filters.period.days} days"


def finding(card: Card, filters: Filters) -> str:
    """What a chart of this metric shows, in one sentence."""
    if card.state in (shown.NO_DATA, shown.HIDDEN):
        return shown.LABELS[card.state].capitalize() + " in this period."
    value = shown.text(card.value, card.metric.unit, card.currency)
    if not card.verdict or card.difference is None:
        said = f"{value} in this period."
    elif card.verdict in _ARROWS:
        size = shown.change(abs(card.difference), card.metric.unit).lstrip("+")
        said = f"{card.verdict.capitalize()} {size} to {value}, against {against(filters)}."
    else:
        said = f"{value}: no clear difference from {against(filters)}."
    return said + (f" Few answers (n {card.n})." if card.state == shown.FEW else "")


def opening(cards: list[Card], filters: Filters) -> str:
    """One plain sentence that says what is going on: the first card's verdict, then what got clearly better and worse."""
    told = [card for card in cards if card.state in (shown.OK, shown.FEW)]
    if not told:
        return "No numbers in this period yet."
    first, rest = told[0], [card for card in told[1:] if card.state == shown.OK]
    if not any(card.verdict for card in told):
        others = tuple(f"{card.metric.label.lower()} {_value(card)}" for card in rest[:3])
        return f"{_lead(first)}{'; ' + listed(others) if others else ''}."
    better, worse = ([card for card in rest if card.good is good] for good in (True, False))
    parts = [_lead(first)]
    if better:
        parts.append(f"{_names(better)} got better")
    if worse:
        parts.append(f"{_names(worse)} got worse")
    said = parts[0] + (f"; {' and '.join(parts[1:])}" if parts[1:] else "; nothing else changed clearly" if rest else "")
    return f"{said}, compared with {against(filters)}."


def _lead(card: Card) -> str:
    verbs = {UP: "rose to", DOWN: "fell to"}
    if card.verdict in verbs:
        return f"{card.metric.label} {verbs[card.verdict]} {_value(card)}"
    if card.verdict:
        return f"No clear change in {card.metric.label.lower()}, {_value(card)}"
    return f"{card.metric.label}: {_value(card)}"


def _value(card: Card) -> str:
    return shown.text(card.value, card.metric.unit, card.currency)


def _names(cards: list[Card], most: int = 4) -> str:
    names = list(dict.fromkeys(card.metric.label.lower() for card in cards))
    kept = names[:most] + ([f"{len(names) - most} more"] if len(names) > most else [])
    return listed(tuple(kept))


def offer(cards: list[Card]) -> None:
    """Put the numbers of the cards on the Export menu."""
    names = (
        "state",
        "value",
        "low",
        "high",
        "n",
        "before",
        "before_n",
        "difference",
        "diff_low",
        "diff_high",
        "verdict",
        "target",
        "currency",
    )

    def table() -> pd.DataFrame:
        rows = [(card.metric.label, card.metric.unit, *(getattr(card, name) for name in names)) for card in cards]
        return pd.DataFrame(rows, columns=["metric", "unit", *names], dtype=object)

    export.offer("All numbers", table)
