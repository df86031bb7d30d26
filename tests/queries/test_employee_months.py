"""Employees' answers count in whole months, so that no choice of dates singles out a day."""

import pandas as pd
import pytest

from queries import views
from queries.filters import Filters
from tests.queries.invented import make


def row(person, day, score):
    keys = {"response_id": person, "person_id": person, "kind": "enps", "scale_min": 0, "scale_max": 10}
    return keys | {"score": score, "answered_at": pd.Timestamp(day, tz="UTC")}


def asked(answers, start="2026-05-01", end="2026-07-01"):
    """The view's only row, for answers given as (day, how many people, score)."""
    rows = [row(f"{day} {i}", day, score) for day, people, score in answers for i in range(people)]
    found = make({"surveys": rows, "people": [{"person_id": row["person_id"], "role": "employee"} for row in rows]})
    filters = Filters.from_query({"from": start, "to": end, "compare": "none"}, found)[0]
    frame = views.run(found, "satisfaction/enps", filters).frame
    assert frame["bucket"].isna().all() and len(frame) <= 1, "never a row per bucket"
    return frame.iloc[0] if len(frame) else None


@pytest.mark.parametrize("end", ["2026-06-30", "2026-07-01", "2026-06-20"])
def test_moving_a_date_by_a_day_does_not_give_anybody_away(end):
    answers = [("2026-06-01", 6, 10), ("2026-06-29", 1, 0)]
    found = asked(answers, end=end)
    assert (found["n"], found["value"]) == (7, pytest.approx(100 * (6 - 1) / 7))


def test_a_month_counts_where_its_fifteenth_lies_in_the_period():
    answers = [("2026-05-20", 6, 10), ("2026-06-20", 6, 0)]
    assert asked(answers, start="2026-05-16", end="2026-06-16")["value"] == -100
    assert asked(answers, start="2026-05-15", end="2026-06-15")["value"] == 100
    assert asked(answers, start="2026-05-16", end="2026-06-15") is None
