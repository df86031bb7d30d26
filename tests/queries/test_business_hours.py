"""Business hours, against a walk along the clock on the wall, minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from queries import hours
from queries.tables import business
from queries.trouble import Trouble

# Clocks that change by an hour, by half an hour, at midnight, not at all, and a place that lost a whole day.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
)
BERLIN = "Europe/Berlin"
NINE_TO_FIVE = {"from": "09:00", "to": "17:00"}
MINUTE = timedelta(minutes=1)


def written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def calendars(draw: st.DrawFn) -> tuple[dict, str, date]:
    """A section of the settings, a zone, and a day near which to look: often one on which the clocks change."""
    span = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda ends: ends[0] < ends[1])
    section: dict = {"days": draw(st.lists(st.sampled_from(hours.DAYS), min_size=1, unique=True))}
    section["from"], section["to"] = map(written, draw(span))
    for day in draw(st.lists(st.sampled_from(hours.DAYS), max_size=3, unique=True)):
        section[day] = dict(zip(("from", "to"), map(written, draw(span)), strict=True))
    changes = [
        date(2024, 3, 31),
        date(2024, 10, 27),
        date(2023, 3, 12),
        date(2023, 11, 5),
        date(2018, 2, 17),
        date(2018, 11, 4),
        date(2011, 12, 30),
    ]
    near = draw(st.one_of(st.sampled_from(changes), st.dates(date(1995, 1, 1), date(2027, 1, 1))))
    section["holidays"] = [day.isoformat() for day in draw(st.lists(st.dates(near - timedelta(3), near + timedelta(3)), max_size=2))]
    return section, draw(st.sampled_from(ZONES)), near


def is_open(moment: datetime, section: dict, zone: str) -> bool:
    """Whether the clock on the wall stands within the hours of a working day."""
    wall = moment.astimezone(ZoneInfo(zone))
    name = hours.DAYS[wall.weekday()]
    ends = section.get(name) or (section if name in section["days"] else None)
    return bool(ends) and wall.date().isoformat() not in section["holidays"] and ends["from"] <= wall.strftime("%H:%M") < ends["to"]


def walked(start: datetime, end: datetime, section: dict, zone: str) -> int:
    """Minutes from start to end, both on the minute, in which the company is there."""
    return sum(is_open(start + place * MINUTE, section, zone) for place in range(int((end - start) / MINUTE)))


def counted(start: datetime, end: datetime, calendar: hours.Calendar) -> float:
    """The same from the spans of the calendar."""
    spans = calendar.spans((start - timedelta(2)).date(), (end + timedelta(2)).date())
    return sum(max((min(end, closes) - max(start, opens)) / MINUTE, 0) for opens, closes in spans)


@settings(max_examples=150, deadline=None)
@given(calendars(), st.integers(-3000, 3000), st.integers(0, 4000))
@example(({"days": ["sunday"], "from": "01:30", "to": "02:30", "holidays": []}, BERLIN, date(2024, 10, 27)), -1440, 4000)
def test_the_spans_hold_every_minute_in_which_the_wall_clock_is_within_the_hours(made, before, length):
    section, zone, near = made
    start = datetime.combine(near, time(12), UTC) + before * MINUTE
    end = start + length * MINUTE
    assert counted(start, end, hours.calendar(section, zone)) == walked(start, end, section, zone)


@settings(max_examples=60, deadline=None)
@given(calendars())
def test_spans_are_in_order_and_do_not_touch_twice(made):
    section, zone, near = made
    spans = list(hours.calendar(section, zone).spans(near - timedelta(10), near + timedelta(10)))
    assert all(opens < closes for opens, closes in spans)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))


@pytest.fixture(scope="module")
def con():
    """Nine to five on weekdays in Berlin, with a day off."""
    calendar = hours.calendar(NINE_TO_FIVE | {"holidays": ["2026-04-06"]}, BERLIN)
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        business.prepare(con, calendar)
        yield con, calendar


@settings(max_examples=60, deadline=None)
@given(start=st.datetimes(datetime(2024, 3, 25), datetime(2026, 4, 20)), length=st.integers(0, 30 * 86400))
def test_sql_counts_the_minutes_that_the_spans_count_and_due_turns_them_back(con, start, length):
    connection, calendar = con
    start = start.replace(microsecond=0, tzinfo=UTC)
    end = start + timedelta(seconds=length)
    first, last = business.at(connection, start), business.at(connection, end)
    assert last - first == pytest.approx(counted(start, end, calendar), abs=1e-6)
    assert due(connection, start, last - first) <= end + timedelta(seconds=1) or last == first
    assert business.at(connection, due(connection, start, last - first + 1)) - first == pytest.approx(last - first + 1, abs=1e-4)


def due(con: duckdb.DuckDBPyConnection, start: datetime, minutes: float) -> datetime:
    total = business.at(con, start) + minutes
    return con.execute(
        f"select {business.due('total', 's')} from (select $1::double as total) {business.due_join('total', 's')}", [total]
    ).fetchall()[0][0]


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN))


@pytest.mark.parametrize(
    ("made", "minutes", "when"),
    [
        ("2026-03-11 16:00", 240, "2026-03-12 12:00"),  # an hour is left of the first day
        ("2026-03-13 16:00", 240, "2026-03-16 12:00"),  # over a weekend
        ("2026-04-03 16:00", 240, "2026-04-07 12:00"),  # over a weekend and a day off
        ("2026-03-27 16:00", 240, "2026-03-30 12:00"),  # the clocks go forward in the night to Sunday
        ("2026-03-11 16:00", 60, "2026-03-11 17:00"),  # due when the day ends, not when the next begins
        ("2026-03-14 11:00", 30, "2026-03-16 09:30"),  # asked on a Saturday
    ],
)
def test_a_promise_in_business_hours_is_due_when_they_are_over(con, made, minutes, when):
    assert due(con[0], berlin(made), minutes) == berlin(when)


def test_four_hours_from_four_o_clock_end_at_eleven_where_the_day_begins_at_eight():
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        business.prepare(connection, hours.calendar({"from": "08:00", "to": "17:00"}, BERLIN))
        assert due(connection, berlin("2026-03-11 16:00"), 240) == berlin("2026-03-12 11:00")


def test_regions_bring_their_public_holidays():
    days = {
        opens.date()
        for opens, _ in hours.calendar(NINE_TO_FIVE | {"holidays": ["DE-BY"]}, BERLIN).spans(date(2026, 1, 1), date(2026, 1, 9))
    }
    assert days == {date(2026, 1, 2), date(2026, 1, 5), date(2026, 1, 7), date(2026, 1, 8), date(2026, 1, 9)}


def test_without_a_section_there_is_no_calendar():
    assert hours.calendar({}, BERLIN) is None


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ({"open": "09:00"}, "has no 'open'"),
        ({"from": "9", "to": "17:00"}, 'from must be a time such as "08:30"'),
        ({"from": "09:00"}, "to must be a time"),
        ({"from": "17:00", "to": "09:00"}, "later than from on the same day"),
        (NINE_TO_FIVE | {"days": ["someday"]}, "days must be a list"),
        (NINE_TO_FIVE | {"days": []}, "at least one day"),
        (NINE_TO_FIVE | {"holidays": "DE"}, "a list of texts"),
        (NINE_TO_FIVE | {"holidays": ["2026-02-30"]}, "'2026-02-30' is no date"),
        (NINE_TO_FIVE | {"holidays": ["Atlantis"]}, "neither a date nor a region"),
        (NINE_TO_FIVE | {"saturday": {"from": "09:00"}}, "saturday.to must be a time"),
        (NINE_TO_FIVE | {"saturday": True}, "saturday must be a section"),
    ],
)
def test_a_wrong_calendar_is_named_in_one_sentence(section, says):
    with pytest.raises(Trouble, match=r"^settings\.toml: \[business_hours\]") as trouble:
        hours.calendar(section, BERLIN)
    assert says in str(trouble.value) and "\n" not in str(trouble.value)
