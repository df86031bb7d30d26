"""Stages of members, moves and Orbit levels: known answers, and the people behind each move."""

from datetime import date

import pandas as pd
import pytest

from queries import views
from queries.filters import Filters
from queries.measures import stages
from queries.period import Period
from tests.figures.community import ORBIT, orbit
from tests.queries.invented import Invented, make
from tests.queries.loaded import sample

WHOLE = Filters(Period(date(2026, 1, 1), date(2026, 7, 1)), "none")
# Of the months of the fixture: the sum of squared weights times members, and gravity.
MASSES = {"2026-02": (441, None), "2026-03": (504, 2.1), "2026-04": (666, 5.4)}


def act(number: int, who: str, at: str, kind: str = "comment", **more: object) -> dict[str, object]:
    return {
        "interaction_id": f"i{number}",
        "actor_id": who,
        "at": pd.Timestamp(f"{at} 12:00", tz="UTC"),
        "kind": kind,
        "channel": "forum",
        **more,
    }


def test_orbit_levels_and_gravity_are_those_of_the_model():
    frame = views.run(orbit(), "community/gravity", WHOLE).frame
    months = {f"{row['bucket']:%Y-%m}": row for _, row in frame[frame["bucket"].notna()].iterrows()}
    for month, (mass, gravity) in MASSES.items():
        row = months[month]
        assert tuple(row[["observers", "participants", "contributors", "advocates"]]) == ORBIT[month]
        assert row["mass"] == mass and row["n"] == 30
        if gravity is not None:
            assert row["value"] == pytest.approx(gravity, abs=1e-12)
    assert frame[frame["bucket"].isna()]["value"].tolist() == pytest.approx([5.4]), "the last whole month before the period's end"


def history(found: Invented) -> dict[str, list[tuple[int, int]]]:
    """Stage before and stage by month, of a snapshot with one person."""
    rows = views.run(found, "community/stages", WHOLE).frame
    return {f"{row.bucket:%m}": (int(row.stage_before), int(row.stage)) for row in rows.itertuples()}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("01-20:comment", {"01": (-1, 2), "02": (2, 0)}),
        ("01-20:comment 02-20:comment 03-20:comment", {"01": (-1, 2), "02": (2, 1), "03": (1, 1), "04": (1, 0)}),
        ("01-10:comment 01-20:comment 05-20:comment", {"01": (-1, 3), "02": (3, 0), "05": (0, 1), "06": (1, 0)}),
        ("01-20:answer 02-20:share 03-20:answer", {"01": (-1, 4), "02": (4, 5), "03": (5, 4), "04": (4, 0)}),
        ("01-20:visit 02-20:comment", {"01": (-1, 1), "02": (1, 2), "03": (2, 0)}),
        ("01-20:comment 02-20:visit", {"01": (-1, 2), "02": (2, 0)}),
        ("01-01:comment 02-20:comment", {"02": (0, 1), "03": (1, 0)}),
        ("01-02:comment 01-31:comment", {"01": (-1, 2), "02": (2, 0)}),
        ("01-04:comment 01-31:comment", {"01": (-1, 3), "02": (3, 0)}),
    ],
)
def test_a_stage_follows_from_the_last_28_days_of_a_month(days, expected):
    rows = [act(n, "a", f"2026-{day}", kind) for n, (day, kind) in enumerate(part.split(":") for part in days.split())]
    assert history(make({"interactions": rows})) == expected


def test_a_valid_referral_makes_an_advocate_and_an_answer_to_oneself_no_contributor():
    referral = {"referral_id": "f", "referrer_id": "a", "referred_id": "b", "invited_at": "2026-02-20", "joined_at": "2026-02-21"}
    rows = [act(0, "a", "2026-01-01"), act(1, "a", "2026-02-20", "answer", target_id="a")]
    assert history(make({"interactions": rows}))["02"] == (0, 1)
    assert history(make({"interactions": rows, "referrals": [referral]}))["02"] == (0, 5)


def test_staff_and_bots_are_in_no_stage():
    rows = [act(n, role, "2026-01-20", "answer", actor_role=role) for n, role in enumerate(("employee", "bot", "deleted", "test"))]
    assert history(make({"interactions": rows})) == {}


def test_moves_of_a_month_add_up_to_the_change_of_the_stock():
    rows = views.run(sample(), "community/stages", WHOLE).frame
    moves, stock = stages.moves(rows), stages.stock(rows).sum(axis=1)
    gained = moves["came"] + moves["returned"] - moves["left"]
    assert gained.tolist() == stock.diff().iloc[1:].tolist()
    assert (moves["climbed"] > 0).all() and (moves["fell"] > 0).all()


def test_a_stage_is_the_same_whatever_the_channels():
    narrow = Filters(WHOLE.period, "none", channels=("e-mail",))
    answer = views.run(sample(), "community/stages", narrow)
    assert answer.unfiltered == ("Channel",)
    assert answer.frame.equals(views.run(sample(), "community/stages", WHOLE).frame)


@pytest.mark.parametrize("filters", [WHOLE, Filters(WHOLE.period, "none", segments=("Hikers",), regions=("Germany",))])
def test_the_people_of_each_move_are_as_many_as_the_move_counts(filters):
    rows = views.run(sample(), "community/stages", filters).frame
    for month in ("2026-02-28", "2026-05-31"):
        for row in rows[rows["bucket"] == month].itertuples():
            params = {"ends": date.fromisoformat(month), "stage": int(row.stage), "stage_before": int(row.stage_before)}
            people = views.run(sample(), "community/members", filters, **params).frame
            assert people["total"].iloc[0] == row.people == len(people)


def test_the_words_for_a_move():
    assert [stages.move(*pair) for pair in ((-1, 2), (0, 4), (1, 3), (3, 3), (5, 4), (5, 0))] == list(stages.MOVES)
