"""Active people, newcomers and cohorts against different people counted the long way, for any choice of channels and any days."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries import views
from queries.asking import binding, routing
from queries.filters import Filters
from queries.measures import cohorts
from queries.period import Period
from tests.queries import reference
from tests.queries.invented import make
from tests.queries.loaded import sample

ONLY_SEEN = ("visit", "open", "leave", "unsubscribe")
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def acts() -> pd.DataFrame:
    """What people did in the sample: `day` as a date, `actor_id`, channel, segment and region."""
    rows = reference.customers("interactions", "at", "actor_id")
    rows = rows[rows["actor_id"].notna() & ~rows["kind"].isin(ONLY_SEEN)]
    return rows.assign(day=pd.to_datetime(rows["day"]))


@st.composite
def asked(draw):
    """Filters of any days and values, without a comparison."""
    found = draw(reference.chosen())
    return Filters(found.period, "none", found.channels, found.segments, found.regions)


def people(rows: pd.DataFrame, last: date, days: int) -> int:
    """Different people in the days that end with the last one."""
    end = pd.Timestamp(last)
    return rows.loc[(rows["day"] > end - pd.Timedelta(days=days)) & (rows["day"] <= end), "actor_id"].nunique()


def buckets(filters: Filters) -> list[tuple[date | None, date]]:
    """Each bucket of the period, and the whole of it, with its last day."""
    period = filters.period
    found = [(bucket, min(period.bucket_end(bucket), period.end) - timedelta(days=1)) for bucket in period.buckets()]
    return [(None, period.last), *found]


def by_bucket(values: pd.Series, period: Period):
    """Values by day in groups by bucket."""
    return values.groupby(pd.Series([period.bucket(day.date()) for day in values.index], values.index, dtype=object))


def answered(view: str, filters: Filters) -> dict[date | None, float]:
    return {bucket: row["value"] for (_, bucket), row in reference.answered(view, filters).items()}


@SLOW
@given(filters=asked())
def test_active_in_28_days_is_the_number_of_different_people(filters):
    rows = reference.narrowed(acts(), filters)
    if rows.empty:
        assert answered("community/active_28_days", filters) == {}
        return
    since = rows["day"].min().date() + timedelta(days=27)
    expected = {bucket: people(rows, last, 28) for bucket, last in buckets(filters) if last >= since}
    assert answered("community/active_28_days", filters) == expected


@SLOW
@given(filters=asked())
def test_active_in_a_week_is_the_mean_of_different_people_over_whole_weeks(filters):
    rows, period = reference.narrowed(acts(), filters), filters.period
    found = answered("community/weekly_active", filters)
    if rows.empty:
        assert found == {}
        return
    first = max(period.start, rows["day"].min().date())
    weeks = [day for day in pd.date_range(first + timedelta(days=6), period.last) if day.weekday() == 6]
    counts = {week: people(rows, week, 7) for week in weeks}
    if not any(counts.values()):
        return
    sundays = pd.Series(counts)
    parts = {None: sundays.mean()} | {bucket: some.mean() for bucket, some in by_bucket(sundays, period)}
    assert found == pytest.approx(parts)


@SLOW
@given(filters=asked())
def test_stickiness_is_the_mean_over_days_of_the_day_by_the_28_days(filters):
    rows, period = reference.narrowed(acts(), filters), filters.period
    found = answered("community/stickiness", filters)
    if rows.empty or period.last < rows["day"].min().date() + timedelta(days=27):
        assert all(np.isnan(value) for value in found.values())
        return
    first = max(period.start, rows["day"].min().date() + timedelta(days=27))
    shares = {}
    for day in pd.date_range(first, period.last):
        monthly = people(rows, day, 28)
        shares[day] = people(rows, day, 1) / monthly if monthly else np.nan
    daily = pd.Series(shares)
    parts = {None: daily.mean()} | {bucket: some.mean() for bucket, some in by_bucket(daily, period)}
    assert found == pytest.approx(parts, nan_ok=True)


@SLOW
@given(filters=asked())
def test_the_triangle_counts_different_people_by_month_since_their_first_act_in_any_channel(filters):
    everything = acts()
    first = everything.groupby("actor_id")["day"].min().dt.to_period("M")
    rows = reference.narrowed(everything, filters)
    rows = rows[rows["day"] < pd.Timestamp(filters.period.end).to_period("M").start_time]
    months = rows["day"].dt.to_period("M")
    cohort = rows["actor_id"].map(first)
    since = [(a - b).n for a, b in zip(months, cohort, strict=True)]
    expected = rows.groupby([cohort.dt.start_time, pd.Series(since, rows.index, dtype=int)])["actor_id"].nunique()
    who = reference.narrowed(everything, Filters(filters.period, "none", (), filters.segments, filters.regions))["actor_id"].unique()
    sizes = first[first.index.isin(who)].value_counts()
    found = views.run(sample(), "community/retention", filters).frame
    got = {(row.bucket, int(row.months)): row.people for row in found.itertuples() if row.people}
    assert got == {key: float(value) for key, value in expected.items()}
    assert {row.bucket: row.members for row in found.itertuples()} == {
        month.start_time: size for month, size in sizes.items() if month < pd.Timestamp(filters.period.end).to_period("M")
    }


@pytest.mark.parametrize(
    "name", ["active_28_days", "weekly_active", "stickiness", "newcomers", "newcomers_returning", "gravity", "retention", "stages"]
)
def test_they_are_answered_from_totals_in_memory_for_any_channels(name):
    filters = Filters(Period(date(2026, 1, 1), date(2026, 7, 1)), "previous", channels=("forum", "photo app"), regions=("Germany",))
    assert views.run(sample(), f"community/{name}", filters).tier == routing.FROM_TOTALS
    assert views._from_memory(sample(), binding.view(f"community/{name}"), filters, {}) is not None


def one_by_one(*days_of: tuple[str, str], channels=("forum",)) -> pd.DataFrame:
    """Comments: person and days (as in '2026-03-04 05-06'), each act in the next of the channels."""
    acts = [(who, day) for who, days in days_of for day in days.split()]
    return pd.DataFrame(
        {
            "interaction_id": [f"i{n}" for n in range(len(acts))],
            "actor_id": [who for who, _ in acts],
            "at": [pd.Timestamp(f"2026-{day} 12:00", tz="UTC") for _, day in acts],
            "channel": [channels[n % len(channels)] for n in range(len(acts))],
            "kind": "comment",
        }
    )


WHOLE = Filters(Period(date(2026, 1, 1), date(2026, 7, 1)), "none")


def test_newcomers_return_between_7_and_30_days_after_their_first_act():
    old = ("old", "01-01 02-01 03-01")
    found = make(
        {
            "interactions": one_by_one(
                old, ("soon", "03-01 03-07"), ("back", "03-01 03-08"), ("late", "03-01 04-01"), ("day30", "03-01 03-31")
            )
        }
    )
    row = views.run(found, "community/newcomers_returning", WHOLE).frame.iloc[0]
    assert (row["numerator"], row["n"]) == (2, 4), "back and day30; who was there in the first 28 days is not new"
    assert views.run(found, "community/newcomers", WHOLE).frame.iloc[0]["value"] == 4
    before = Filters(Period(date(2026, 1, 1), date(2026, 3, 31)), "none")
    assert views.run(found, "community/newcomers_returning", before).frame.empty, "the 30 days of 1 March end on 31 March"


def test_with_more_channels_than_are_told_apart_the_database_answers_the_same():
    names = [f"channel {n:02}" for n in range(40)]
    rows = one_by_one(*((f"p{n}", "02-01 02-03 03-05 03-06 03-20") for n in range(30)), channels=names)
    found = make({"interactions": rows})
    for channels in ((), ("channel 03",), ("channel 38", "channel 39", "channel 00")):
        for view, columns in (("active_28_days", ["value"]), ("retention", ["people", "members"])):
            filters = Filters(Period(date(2026, 1, 1), date(2026, 4, 5)), "none", channels=channels)
            direct = binding.bind(binding.view(f"community/{view}"), filters, "monday")
            expected = found.cursor().execute(*direct).df()
            pd.testing.assert_frame_equal(
                views.run(found, f"community/{view}", filters).frame[columns], expected[columns], check_dtype=False
            )
            in_memory = views._from_memory(found, binding.view(f"community/{view}"), filters, {})
            assert (in_memory is None) == bool(channels)
    kept = rows[rows["channel"].isin(["channel 38"])]
    filters = Filters(Period(date(2026, 2, 20), date(2026, 3, 1)), "none", channels=("channel 38",))
    found_people = views.run(found, "community/active_28_days", filters).frame
    assert found_people.empty or found_people["value"].iloc[0] == kept.loc[kept["at"] > "2026-02-01", "actor_id"].nunique()


def test_an_act_without_a_channel_counts_unless_channels_are_chosen():
    found = make({"interactions": one_by_one(("a", "02-01 03-01"), ("b", "02-01 03-01")).assign(channel=[None, "forum", "forum", None])})
    march = Period(date(2026, 3, 1), date(2026, 3, 2))
    assert views.run(found, "community/active_28_days", Filters(march, "none")).frame["value"].tolist()[0] == 2
    assert views.run(found, "community/active_28_days", Filters(march, "none", channels=("forum",))).frame["value"].tolist()[0] == 1


def test_months_that_are_over_without_anybody_are_zero_and_others_blank():
    found = make({"interactions": one_by_one(("old", "01-02"), ("a", "02-02 05-03"), ("b", "02-09"), ("c", "04-01 05-01"))})
    filters = Filters(Period(date(2026, 1, 1), date(2026, 6, 10)), "none")
    cells = cohorts.triangle(views.run(found, "community/retention", filters).frame, filters.period.start, filters.period.end)
    february = cells[cells["cohort"] == "2026-02-01"]
    assert february["share"].tolist() == [0, 0, 0.5] and february["members"].tolist() == [2, 2, 2]
    assert cells[cells["cohort"] == "2026-04-01"]["share"].tolist() == [1.0]
    assert "2026-01-01" not in set(cells["cohort"].astype(str)), "of the data's first month nobody can tell who is new"
    assert cohorts.together(cells).set_index("months")["share"].to_dict() == pytest.approx({1: 1 / 3, 2: 0, 3: 0.5})


def test_no_data_gives_no_rows():
    found = make({"people": [{"person_id": "p", "role": "customer", "joined_at": "2026-01-01"}]})
    for name in (
        "active_28_days",
        "weekly_active",
        "stickiness",
        "newcomers",
        "newcomers_returning",
        "gravity",
        "retention",
        "stages",
        "questions",
    ):
        frame = views.run(found, f"community/{name}", WHOLE).frame
        assert frame.empty or frame["value"].isna().all(), name
    assert cohorts.triangle(views.run(found, "community/retention", WHOLE).frame, WHOLE.period.start, WHOLE.period.end).empty
