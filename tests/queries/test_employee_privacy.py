"""No number about employees, nor any difference of numbers, tells of fewer than five of them."""

from functools import cache
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest

from queries import views
from queries.filters import Filters
from queries.period import Period
from tests.queries.invented import FROM, TO, make

LEAST, PAIRS = 5, 10_000
# Employees by team and region; some teams and crossings are small.
SIZES = {("Ada", "north"): 9, ("Ada", "south"): 6, ("Bea", "north"): 5, ("Bea", "south"): 7, ("Cyd", "north"): 3, ("Dan", "south"): 4}
TEAMS, REGIONS = sorted({team for team, _ in SIZES}), ("north", "south")
PERIODS = [Period(FROM, TO), Period(pd.Timestamp("2026-04-01").date(), TO)]
VIEWS = ("employees/employee_sharing", "employees/sharing_by", "employees/ideas", "employees/workload")


def everyone() -> list[tuple[str, str, str]]:
    """Person, team, region."""
    return [(f"{team} {region} {n}", team, region) for (team, region), size in SIZES.items() for n in range(size)]


@cache
def company():
    rng = np.random.default_rng(3)
    moments = pd.Timestamp("2025-02-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 510, 400), unit="D")
    staff = everyone()
    people = [{"person_id": name, "role": "employee", "team": team, "region": region} for name, team, region in staff]
    shares = [
        {"interaction_id": f"i{n}", "at": moment, "kind": "share", "channel": "forum", "actor_id": staff[rng.integers(len(staff))][0]}
        for n, moment in enumerate(moments)
    ]
    ideas = [
        {
            "action_id": f"a{n}",
            "raised_at": moment,
            "proposed_by": name,
            "team": team,
            "level": "lead" if n % 4 else "agent",
            "status": "open",
        }
        for n, moment in enumerate(moments[:200])
        for name, team, _ in [staff[rng.integers(len(staff))]]
    ]
    cases = [
        {"case_id": f"c{n}", "opened_at": moment, "agent_id": staff[rng.integers(len(staff))][0], "team": "Ada", "channel": "chat"}
        for n, moment in enumerate(moments)
    ]
    return make({"people": people, "interactions": shares, "actions": ideas, "cases": cases})


Choice = tuple[tuple[str, ...], tuple[str, ...]]
CHOICES: list[Choice] = [
    (teams, regions)
    for size in range(len(TEAMS))
    for teams in combinations(TEAMS, size)
    for regions in ((), *((region,) for region in REGIONS))
]


def told(view: str, choice: Choice, period: Period) -> list[frozenset[str]]:
    """The groups of employees about whom an answer tells something: those of its rows that are not hidden."""
    teams, regions = choice
    frame = views.run(company(), view, Filters(period, "none", teams=teams, regions=regions)).frame
    inside = [(name, team) for name, team, region in everyone() if (not teams or team in teams) and (not regions or region in regions)]
    groups = []
    for row in frame[~frame["hidden"].astype(bool)].to_dict("records") if len(frame) else []:
        team = row.get("group") if row.get("dimension") in (None, "team") else "all"
        if row.get("dimension") != "level":
            groups.append(frozenset(name for name, member in inside if team in (None, "all") or member == team))
    return groups


@cache
def answers() -> list[frozenset[str]]:
    """The groups of all answers, one after another, as a link could ask for them."""
    asked = enumerate(product(VIEWS, CHOICES))
    return [group for place, (view, choice) in asked for group in told(view, choice, PERIODS[place % len(PERIODS)])]


def test_no_answer_tells_of_fewer_than_five_people():
    assert answers() and min(map(len, answers())) >= LEAST


def test_ten_thousand_random_pairs_of_filters_recover_no_group_of_fewer_by_subtraction():
    rng, found = np.random.default_rng(17), answers()
    for first, second in rng.integers(0, len(found), (PAIRS, 2)):
        larger, smaller = found[first], found[second]
        if smaller <= larger:
            assert not 0 < len(larger - smaller) < LEAST


def test_no_sum_or_difference_of_any_number_of_answers_recovers_a_group_of_fewer():
    names = [name for name, _, _ in everyone()]
    known = np.array([[name in group for name in names] for group in set(answers())], dtype=float)
    rank = np.linalg.matrix_rank(known)
    cells = {cell: [f"{cell[0]} {cell[1]} {n}" for n in range(size)] for cell, size in SIZES.items()}
    for size in range(1, LEAST):
        for chosen in combinations(cells, size):
            people = [name for cell in chosen for name in cells[cell]]
            if len(people) < LEAST:
                wanted = np.array([[name in people for name in names]], dtype=float)
                assert np.linalg.matrix_rank(np.vstack([known, wanted])) > rank, people


def test_what_is_large_enough_is_told():
    assert frozenset(name for name, _, _ in everyone()) in answers()
    assert frozenset(name for name, team, region in everyone() if (team, region) == ("Ada", "north")) in answers()


@pytest.mark.parametrize("view", VIEWS)
def test_a_hidden_row_shows_nothing_and_looks_the_same_whatever_the_reason(view):
    small, complement = (("Dan",), ()), (tuple(team for team in TEAMS if team != "Dan"), ())
    for teams, regions in (small, complement):
        frame = views.run(company(), view, Filters(PERIODS[0], "none", teams=teams, regions=regions)).frame
        hidden = frame[frame["hidden"].astype(bool)]
        assert len(hidden)
        words = {"period", "bucket", "group", "dimension", "is_every", "hidden"}
        assert hidden[[column for column in frame if column not in words]].isna().all(axis=None)


def test_levels_are_told_for_all_teams_together_only():
    frame = views.run(company(), "employees/ideas", Filters(PERIODS[0], "none", teams=("Ada",))).frame
    assert frame.loc[frame["dimension"] == "level", "hidden"].all() and not frame.loc[frame["dimension"] == "all", "hidden"].any()


def test_a_higher_threshold_of_the_settings_holds():
    people = [{"person_id": f"p{i}", "role": "employee", "team": "Ada"} for i in range(8)]
    found = make({"people": people, "interactions": [share("p0")]}, facts={"week_start": "monday", "hidden": "9"})
    frame = views.run(found, "employees/employee_sharing", Filters(PERIODS[0], "none")).frame
    assert frame["hidden"].all() and frame["n"].isna().all()


def share(person):
    return {"interaction_id": "i", "at": pd.Timestamp("2026-05-05", tz="UTC"), "kind": "share", "actor_id": person}


def test_a_company_of_four_is_hidden_whole():
    found = make({"people": [{"person_id": f"p{i}", "role": "employee"} for i in range(4)], "interactions": [share("p0")]})
    frame = views.run(found, "employees/sharing_by", Filters(PERIODS[0], "none")).frame
    assert len(frame) and frame["hidden"].all() and frame["shares"].isna().all()
