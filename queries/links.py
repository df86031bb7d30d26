"""Links into filters: what a link says is checked value by value, and each value left out is named in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from queries.filters import DEFAULT_COMPARE, DIMENSIONS, Dimension, Filters, last_day, slug
from queries.period import COMPARISONS, Period, day_written

if TYPE_CHECKING:
    from queries.snapshot import Snapshot

Query = Mapping[str, str | list[str]]
LONGEST_QUOTE = 40
# A link that names more values than this was not made by the filter bar.
MOST_VALUES = 200
# The first few show what went wrong; a sentence for each of two hundred would bury the page.
MOST_NAMED = 3
DATE_LENGTH = len("2026-06-30")


def parse(query: Query, snapshot: Snapshot) -> tuple[Filters, list[str]]:
    """Filters of a link and one sentence per value left out; see Filters.from_query."""
    said: list[str] = []
    period = _period(query, snapshot, said)
    compare = _compare(query, said)
    chosen = {dimension.field: _values(query, dimension, snapshot, said) for dimension in DIMENSIONS}
    filters = Filters(period, compare or DEFAULT_COMPARE, **chosen)
    covered = filters.covered(snapshot.data_from)
    if compare and covered != filters:
        said.append(f"Nothing to compare with: the data begin on {day_written(snapshot.data_from)}.")
    return covered, said


def _one(query: Query, key: str, said: list[str]) -> str | None:
    """The only value of a key; of several, the first."""
    given = query.get(key)
    if given is None or given == []:
        return None
    if isinstance(given, list):
        if len(set(given)) > 1:
            said.append(f"The link gives “{key}” more than once; the first is used.")
        given = given[0]
    if not str(given).strip():
        said.append(f"The link's “{key}” is empty and was left out.")
        return None
    return str(given).strip()


def _period(query: Query, snapshot: Snapshot, said: list[str]) -> Period:
    default = Filters.default(snapshot).period
    start, end = _day(query, "from", said), _day(query, "to", said)
    if start is None and end is None:
        return default
    if start is None and end is not None:
        start = end - min(timedelta(days=default.days), end - date.min)
    end = end or snapshot.data_to
    assert start is not None
    if end <= start:
        said.append(f"The link's dates end before they start; {_shown_instead(default)}")
        return default
    return _within_data(start, end, default, snapshot, said)


def _day(query: Query, key: str, said: list[str]) -> date | None:
    text = _one(query, key, said)
    if text is None:
        return None
    try:
        if len(text) != DATE_LENGTH:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        said.append(f"The link's “{key}” is no date: {quoted(text)}.")
        return None


def _within_data(start: date, end: date, default: Period, snapshot: Snapshot, said: list[str]) -> Period:
    inside = max(start, snapshot.data_from), min(end, snapshot.data_to)
    if inside[1] <= inside[0]:
        said.append(f"The link's dates lie outside the data; {_shown_instead(default)}")
        return default
    if inside != (start, end):
        said.append(f"The link's dates were cut to the data, {day_written(snapshot.data_from)} to {last_day(snapshot)}.")
    return Period(*inside)


def _shown_instead(period: Period) -> str:
    return f"the last {period.days} days are shown."


def _compare(query: Query, said: list[str]) -> str | None:
    text = _one(query, "compare", said)
    if text is None or text.casefold() in COMPARISONS:
        return text.casefold() if text else None
    said.append(f"The link's comparison is not known: {quoted(text)}.")
    return None


def _values(query: Query, dimension: Dimension, snapshot: Snapshot, said: list[str]) -> tuple[str, ...]:
    """Values of the data whose slug the link names; two values with the same slug stand for each other."""
    given = query.get(dimension.key, [])
    texts = [part.strip() for text in ([given] if isinstance(given, str) else given) for part in text.split(",", MOST_VALUES)]
    if texts and not any(texts):
        said.append(f"The link's “{dimension.key}” is empty and was left out.")
    known: dict[str, list[str]] = {}
    for option in snapshot.options.get(dimension.column, ()):
        known.setdefault(slug(option), []).append(option)
    asked = {text: known.get(slug(text)) or known.get(text.casefold()) or [] for text in filter(None, texts)}
    _say_unknown(dimension, [text for text, found in asked.items() if not found], said)
    return tuple(value for found in asked.values() for value in found)


def _say_unknown(dimension: Dimension, unknown: list[str], said: list[str]) -> None:
    said += [f"{dimension.label} {quoted(text)} is not in the data and was left out." for text in unknown[:MOST_NAMED]]
    more = len(unknown) - MOST_NAMED
    if more > 0:
        said.append(f"{dimension.label}: {more} more {'value is' if more == 1 else 'values are'} not in the data and left out.")


def quoted(text: str) -> str:
    """Text of a stranger, safe to show: cut short, and without marks that a page could take for formatting."""
    kept = "".join(letter if letter.isalnum() or letter in " .+-" else "·" for letter in text[:LONGEST_QUOTE])
    return f"“{kept}{'…' if len(text) > LONGEST_QUOTE else ''}”"
