"""Business hours: the calendar that settings.toml describes, as spans of time in which the company is there.

A moment counts when the clock on the wall stands within the hours of a working day. So a span that holds a change of the clocks is as
long as it really was, and minutes between two moments are minutes that passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from queries.trouble import Trouble

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SECTION = "settings.toml: [business_hours]"
# Business minutes are counted from here, so that what is stored with a row does not depend on the other rows.
ORIGIN = date(1990, 1, 1)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
Hours = tuple[int, int]


@dataclass(frozen=True)
class Calendar:
    """Working hours a weekday (Monday is 0) in minutes of the day, days off, and regions whose public holidays are days off."""

    zone: ZoneInfo
    hours: tuple[Hours | None, ...]
    closed: frozenset[date] = frozenset()
    regions: tuple[str, ...] = ()

    def spans(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """When the company is there, from `first` to and with `last`: half-open spans in UTC, in order."""
        off = self.closed | self._public(first.year, last.year)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            hours = self.hours[day.weekday()]
            if hours and day not in off:
                yield from self._day(day, hours)

    def _public(self, first: int, last: int) -> frozenset[date]:
        return frozenset(day for region in self.regions for day in _public_holidays(region, first, last))

    def _day(self, day: date, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
        midnight, next_midnight = (datetime.combine(d, time(), self.zone) for d in (day, day + timedelta(days=1)))
        start = midnight.astimezone(UTC)
        if midnight.utcoffset() == next_midnight.utcoffset():
            yield start + timedelta(minutes=hours[0]), start + timedelta(minutes=hours[1])
        else:
            yield from self._walk(day, hours, start, next_midnight.astimezone(UTC))

    def _walk(self, day: date, hours: Hours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """A day on which the clocks change, minute by minute: an hour may be missing, or come twice."""
        opened = None
        for number in range(int((end - start).total_seconds()) // 60 + 1):
            moment = start + timedelta(minutes=number)
            there = moment < end and self._within(moment, day, hours)
            if there and opened is None:
                opened = moment
            elif not there and opened is not None:
                yield opened, moment
                opened = None

    def _within(self, moment: datetime, day: date, hours: Hours) -> bool:
        wall = moment.astimezone(self.zone)
        return wall.date() == day and hours[0] <= 60 * wall.hour + wall.minute < hours[1]


def calendar(section: Mapping[str, Any], zone: str) -> Calendar | None:
    """The calendar of the settings' section, None where it is empty. Raises Trouble with one sentence that says what to mend."""
    if not section:
        return None
    for name in section:
        if name not in ("days", "from", "to", "holidays", *DAYS):
            raise Trouble(f"{SECTION} has no '{name}'; it has days, from, to, holidays and a section for a day of other hours.")
    own = {name: section[name] for name in DAYS if name in section}
    days = section.get("days", list(DAYS[:5]))
    if not isinstance(days, list) or not set(days) <= set(DAYS):
        raise Trouble(f"{SECTION} days must be a list of {', '.join(DAYS)}, not {days!r}.")
    common = _hours("", section) if set(days) - set(own) else None
    hours = tuple(_hours(f"{name}.", own[name]) if name in own else common if name in days else None for name in DAYS)
    if not any(hours):
        raise Trouble(f"{SECTION} days must name at least one day.")
    return Calendar(ZoneInfo(zone), hours, *_days_off(section.get("holidays", [])))


def _hours(where: str, section: Any) -> Hours:
    if not isinstance(section, Mapping):
        raise Trouble(f"{SECTION} {where.rstrip('.')} must be a section with from and to.")
    begin, end = (_minutes(f"{where}{name}", section.get(name, "")) for name in ("from", "to"))
    if end <= begin:
        raise Trouble(f"{SECTION} {where}to must be later than {where}from on the same day; write 24:00 for midnight.")
    return begin, end


def _minutes(name: str, text: Any) -> int:
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise Trouble(f'{SECTION} {name} must be a time such as "08:30", not {text!r}.')
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)


def _days_off(given: Any) -> tuple[frozenset[date], tuple[str, ...]]:
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise Trouble(f"{SECTION} holidays must be a list of texts: dates and regions.")
    dates = [_date(text) for text in given if _DATE.fullmatch(text)]
    regions = tuple(text for text in given if not _DATE.fullmatch(text))
    for region in regions:
        _public_holidays(region, ORIGIN.year, ORIGIN.year)
    return frozenset(dates), regions


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Trouble(f"{SECTION} holidays: '{text}' is no date.") from error


@cache
def _public_holidays(region: str, first: int, last: int) -> frozenset[date]:
    """Public holidays of a country ("DE") or a part of it ("DE-BY"). Raises Trouble where that is not known."""
    # It takes a third of a second to import, and most folders name no region.
    import holidays

    country, _, part = region.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=range(first, last + 1)))
    except NotImplementedError as error:
        raise Trouble(f"{SECTION} holidays: '{region}' is neither a date nor a region such as DE or DE-BY.") from error
