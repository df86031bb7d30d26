"""Spans of whole local days, half-open, and what they are compared with."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

COMPARISONS = ("previous", "year", "none")

# Up to a month shows days, up to half a year weeks, more shows months.
DAY_GRAIN_DAYS = 31
WEEK_GRAIN_DAYS = 190


def years_before(day: date, years: int = 1) -> date:
    """The same day `years` earlier; 29 February becomes 28 February."""
    return months_before(day, 12 * years)


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` up to, and without, `end`. Raises ValueError when that is no day at all."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("A period ends after it starts.")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    @cached_property
    def grain(self) -> str:
        """Width of a bucket on a chart: 'day', 'week' or 'month'."""
        if self.days <= DAY_GRAIN_DAYS:
            return "day"
        return "week" if self.days <= WEEK_GRAIN_DAYS else "month"

    def before(self, compare: str) -> Period | None:
        """The period to compare with: as many days just before, the same dates a year earlier, or None."""
        if compare == "previous":
            return Period(self.start - timedelta(days=self.days), self.start)
        if compare == "year":
            start, end = years_before(self.start), years_before(self.end)
            return Period(start, max(end, start + timedelta(days=1)))
        return None

    def bucket(self, day: date, week_start: str = "monday") -> date:
        """First day of the bucket that holds `day`; it may lie before the period's own start."""
        if self.grain == "day":
            return day
        if self.grain == "month":
            return day.replace(day=1)
        return day - timedelta(days=(day.weekday() + (week_start == "sunday")) % 7)

    def bucket_end(self, bucket: date) -> date:
        """First day after the bucket that starts on `bucket`."""
        if self.grain == "month":
            return months_before(bucket, -1)
        return bucket + timedelta(days=1 if self.grain == "day" else 7)

    def complete(self, bucket: date) -> bool:
        """Whether the period holds every day of the bucket; the others are marked as incomplete."""
        return self.start <= bucket and self.bucket_end(bucket) <= self.end

    def buckets(self, week_start: str = "monday") -> list[date]:
        """First day of each bucket that the period touches, in order: the x axis of a trend."""
        found = [self.bucket(self.start, week_start)]
        while self.bucket_end(found[-1]) < self.end:
            found.append(self.bucket_end(found[-1]))
        return found


# Name in the filter bar -> label.
PRESETS = {"7d": "7 days", "30d": "30 days", "90d": "90 days", "quarter": "Quarter", "12m": "12 months", "custom": "Custom"}
DEFAULT = "90d"


def preset(name: str, data_from: date, data_to: date) -> Period:
    """The preset that ends with the data's last complete day and starts no earlier than the data; 'custom' gives all data.

    `data_to` is the first day after that last complete day. Raises KeyError for a name that is not in PRESETS.
    """
    last = data_to - timedelta(days=1)
    starts = {
        "7d": data_to - timedelta(days=7),
        "30d": data_to - timedelta(days=30),
        "90d": data_to - timedelta(days=90),
        "quarter": date(last.year, (last.month - 1) // 3 * 3 + 1, 1),
        "12m": years_before(data_to),
        "custom": data_from,
    }
    return Period(min(max(starts[name], data_from), last), data_to)


def named(period: Period, data_from: date, data_to: date) -> str:
    """Name of the preset that gives exactly this period, else 'custom'."""
    return next((name for name in PRESETS if name != "custom" and preset(name, data_from, data_to) == period), "custom")


def written(period: Period) -> str:
    """'2 Apr – 30 Jun 2026': first and last day, the year said once where it is the same."""
    first, last = period.start, period.last
    if first == last:
        return day_written(first)
    if first.year == last.year:
        return f"{first.day} {first:%b} – {day_written(last)}"
    return f"{day_written(first)} – {day_written(last)}"


def day_written(day: date) -> str:
    """'30 Jun 2026'."""
    return f"{day.day} {day:%b} {day.year}"
