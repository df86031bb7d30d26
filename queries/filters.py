"""What the viewer chose: one frozen value that gives the link, the cache key and the sentence under every title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from queries.period import COMPARISONS, DEFAULT, Period, day_written, preset, written

if TYPE_CHECKING:
    from queries.snapshot import Snapshot


@dataclass(frozen=True)
class Dimension:
    """A column that filters and breakdowns know. `words` is its part of the sentence, `{}` the values chosen."""

    key: str
    column: str
    field: str
    label: str
    words: str


DIMENSIONS = (
    Dimension("channel", "channel", "channels", "Channel", "{}"),
    Dimension("segment", "segment", "segments", "Segment", "segment {}"),
    Dimension("region", "region", "regions", "Region", "region {}"),
    Dimension("team", "team", "teams", "Team", "team {}"),
    Dimension("topic", "topic", "topics", "Topic", "topic {}"),
)

DEFAULT_COMPARE = "previous"


@dataclass(frozen=True)
class Filters:
    """One choice of period, comparison and values. Values are kept in order and once; none chosen means all."""

    period: Period
    compare: str = DEFAULT_COMPARE
    channels: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.compare not in COMPARISONS:
            raise ValueError(f"A comparison is one of {', '.join(COMPARISONS)}.")
        for dimension in DIMENSIONS:
            object.__setattr__(self, dimension.field, tuple(sorted(set(self.values(dimension)))))

    @classmethod
    def default(cls, snapshot: Snapshot) -> Filters:
        """The last 90 days of the data, compared with the 90 before where the data go back so far."""
        return cls(preset(DEFAULT, snapshot.data_from, snapshot.data_to)).covered(snapshot.data_from)

    @classmethod
    def from_query(cls, query: Mapping[str, str | list[str]], snapshot: Snapshot) -> tuple[Filters, list[str]]:
        """Filters of a link, and one sentence per value that had to be left out. Never raises; other keys are ignored."""
        from queries.links import parse

        return parse(query, snapshot)

    @property
    def before(self) -> Period | None:
        """The period compared with, or None."""
        return self.period.before(self.compare)

    def values(self, dimension: Dimension) -> tuple[str, ...]:
        """The values chosen of one dimension; empty means all."""
        return tuple(getattr(self, dimension.field))

    def covered(self, data_from: date) -> Filters:
        """The same without a comparison that the data do not fully reach back to."""
        before = self.before
        return replace(self, compare="none") if before and before.start < data_from else self

    def without(self, key: str) -> Filters:
        """The same with all values of one dimension (its key in the link) removed."""
        cleared = {dimension.field: () for dimension in DIMENSIONS if dimension.key == key}
        return replace(self, **cleared)  # type: ignore[arg-type]

    def chosen(self) -> list[Dimension]:
        """The dimensions that are narrowed to some values."""
        return [dimension for dimension in DIMENSIONS if self.values(dimension)]

    def to_query(self) -> dict[str, str]:
        """The link's parameters, dates always written. Values are slugs; `from_query` turns them back."""
        query = {"from": self.period.start.isoformat(), "to": self.period.end.isoformat(), "compare": self.compare}
        return query | {dimension.key: ",".join(dict.fromkeys(map(slug, self.values(dimension)))) for dimension in self.chosen()}

    def sentence(self) -> str:
        """'2 Apr – 30 Jun 2026, e-mail and chat, compared with the previous 90 days'."""
        parts = [written(self.period)]
        parts += [dimension.words.format(listed(self.values(dimension))) for dimension in self.chosen()]
        return ", ".join(parts + self._comparison())

    def _comparison(self) -> list[str]:
        before = self.before
        if before is None:
            return []
        if self.compare == "year":
            return [f"compared with {written(before)}"]
        return [f"compared with the previous {before.days} days" if before.days > 1 else "compared with the day before"]


def slug(value: str) -> str:
    """A value as the link writes it: small letters and digits of any script, joined by hyphens."""
    words = "".join(letter if letter.isalnum() else " " for letter in value.casefold()).split()
    return "-".join(words) or "x" + value.encode(errors="surrogatepass").hex()


def listed(values: tuple[str, ...]) -> str:
    """'e-mail', 'e-mail and chat', 'e-mail, chat and phone'."""
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"


def last_day(snapshot: Snapshot) -> str:
    """The last complete day of the data, in words."""
    return day_written(snapshot.data_to - timedelta(days=1))
