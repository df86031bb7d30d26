"""Periods: half-open, anchored to the data, cut into buckets that add up to them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.period import COMPARISONS, PRESETS, Period, months_before, named, preset, written, years_before

FROM, TO = date(2024, 7, 1), date(2026, 7, 1)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
periods = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(1, 1500))


@pytest.mark.parametrize(("start", "end"), [(TO, TO), (TO, FROM)])
def test_a_period_without_a_day_is_refused(start, end):
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(start, end)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("7d", date(2026, 6, 24)),
        ("30d", date(2026, 6, 1)),
        ("90d", date(2026, 4, 2)),
        ("quarter", date(2026, 4, 1)),
        ("12m", date(2025, 7, 1)),
        ("custom", FROM),
    ],
)
def test_a_preset_ends_with_the_last_complete_day_of_the_data(name, start):
    assert preset(name, FROM, TO) == Period(start, TO)


def test_a_quarter_is_that_of_the_last_complete_day_not_of_the_day_after():
    assert preset("quarter", FROM, date(2026, 7, 2)).start == date(2026, 7, 1)
    assert preset("quarter", FROM, date(2026, 7, 1)).start == date(2026, 4, 1)


@given(days, st.integers(1, 40), st.sampled_from(list(PRESETS)))
def test_a_preset_never_reaches_beyond_the_data(data_from, length, name):
    data_to = data_from + timedelta(days=length)
    made = preset(name, data_from, data_to)
    assert data_from <= made.start < made.end == data_to


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "custom"])
def test_a_preset_is_found_again_by_its_dates(name):
    assert named(preset(name, FROM, TO), FROM, TO) == name


def test_a_preset_is_unknown_under_another_name():
    with pytest.raises(KeyError):
        preset("fortnight", FROM, TO)


@given(periods)
def test_the_previous_period_has_the_same_length_and_touches_this_one(period):
    before = period.before("previous")
    assert before is not None
    assert (before.days, before.end) == (period.days, period.start)


@given(periods, st.sampled_from(COMPARISONS))
def test_a_comparison_is_never_empty_and_lies_earlier(period, compare):
    before = period.before(compare)
    assert before is None if compare == "none" else before is not None and before.start < period.start


def test_a_year_earlier_is_the_same_dates_even_around_29_february():
    assert Period(date(2024, 2, 29), date(2024, 3, 1)).before("year") == Period(date(2023, 2, 28), date(2023, 3, 1))
    assert Period(date(2024, 2, 28), date(2024, 2, 29)).before("year") == Period(date(2023, 2, 28), date(2023, 3, 1))
    assert Period(date(2026, 4, 1), date(2026, 7, 1)).before("year") == Period(date(2025, 4, 1), date(2025, 7, 1))


def test_months_and_years_back_keep_to_the_end_of_a_shorter_month():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 31), -1) == date(2026, 2, 28)
    assert years_before(date(2024, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize(("length", "grain"), [(1, "day"), (31, "day"), (32, "week"), (190, "week"), (191, "month"), (3000, "month")])
def test_longer_periods_are_cut_more_coarsely(length, grain):
    assert Period(FROM, FROM + timedelta(days=length)).grain == grain


@given(periods, st.sampled_from(["monday", "sunday"]), st.data())
def test_every_day_lies_in_exactly_one_bucket_of_the_axis(period, week_start, data):
    buckets = period.buckets(week_start)
    day = data.draw(st.dates(period.start, period.last))
    assert [bucket for bucket in buckets if bucket <= day < period.bucket_end(bucket)] == [period.bucket(day, week_start)]
    assert buckets[0] <= period.start and buckets[-1] < period.end <= period.bucket_end(buckets[-1])


@given(periods, st.sampled_from(["monday", "sunday"]))
def test_only_buckets_at_the_ends_can_be_incomplete(period, week_start):
    buckets = period.buckets(week_start)
    assert all(period.complete(bucket) for bucket in buckets[1:-1])
    assert period.complete(buckets[0]) == (buckets[0] == period.start and period.bucket_end(buckets[0]) <= period.end)


def test_weeks_begin_on_the_day_that_the_settings_say():
    period = Period(date(2026, 4, 1), date(2026, 7, 1))
    assert period.bucket(date(2026, 4, 5)) == date(2026, 3, 30)
    assert period.bucket(date(2026, 4, 5), "sunday") == date(2026, 4, 5)
    assert period.bucket(date(2026, 4, 4), "sunday") == date(2026, 3, 29)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(date(2026, 4, 2), date(2026, 7, 1)), "2 Apr – 30 Jun 2026"),
        (Period(date(2025, 12, 31), date(2026, 1, 2)), "31 Dec 2025 – 1 Jan 2026"),
        (Period(date(2026, 6, 30), date(2026, 7, 1)), "30 Jun 2026"),
    ],
)
def test_a_period_is_written_with_its_last_day_and_the_year_once(period, words):
    assert written(period) == words
